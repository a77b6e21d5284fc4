package im.zk.file;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/**
 * A file as the storage has it: its header, and what the keys at hand open of it. Safe for many threads.
 *
 * <p>Holds no key that reads the content, but the user's keys with which it was opened: whoever is given it can change the file with
 * them. Where the platform layer is open it also has the key that proves the chunks, which {@link #destroy()} wipes.
 * What a layer says is there only if the layer was opened, and its signature was right. {@code toString} says nothing of it.
 */
public final class ZkimFile implements Destroyable {

    private final FileHeader header;
    private final @Nullable PlatformRecord platform;
    private final @Nullable OpenedUser user;
    private volatile boolean destroyed;

    /** What the user layer said, but for the key, and whose keys opened it. */
    record OpenedUser(String userId, UserKeys keys, long size, long updatedAt, FileMetadata metadata) {}

    ZkimFile(FileHeader header, @Nullable PlatformRecord platform, @Nullable OpenedUser user) {
        this.header = header;
        this.platform = platform;
        this.user = user;
    }

    /** Its name in the storage: 32 hexadecimal digits, random. */
    public String id() {
        return header.id();
    }

    /** How often its header was written: 1 for a new file. */
    public long revision() {
        return header.revision();
    }

    /** How many chunks it has. */
    public int chunkCount() {
        return header.chunks().count();
    }

    /** The bytes of content in all chunks but the last. */
    public int chunkSize() {
        return header.chunks().chunkSize();
    }

    /** The bytes of all its chunks in the storage. */
    public long storedSize() {
        return header.chunks().storedSize();
    }

    /** Which platform's key opens the platform layer: {@link PlatformKey#id()}. */
    public String platformKeyId() {
        return HexFormat.of().formatHex(header.platformKeyId());
    }

    /** Whose file it is, if the platform layer is open. */
    public Optional<String> userId() {
        return Optional.ofNullable(platform).map(PlatformRecord::userId);
    }

    /** The key that signed it, if the platform layer is open: {@link UserKeys#verificationKey()} of the owner, unless forged. */
    public Optional<byte[]> ownerKey() {
        return Optional.ofNullable(platform).map(open -> open.verificationKey().clone());
    }

    /** When it was made, if the platform layer is open. */
    public Optional<Instant> createdAt() {
        return Optional.ofNullable(platform).map(open -> Instant.ofEpochMilli(open.createdAt()));
    }

    /** The bytes of its content, if the user layer is open. */
    public OptionalLong size() {
        return user == null ? OptionalLong.empty() : OptionalLong.of(user.size());
    }

    /** When its header was last written, if the user layer is open. */
    public Optional<Instant> updatedAt() {
        return Optional.ofNullable(user).map(open -> Instant.ofEpochMilli(open.updatedAt()));
    }

    /** What the user says of it, if the user layer is open. */
    public Optional<FileMetadata> metadata() {
        return Optional.ofNullable(user).map(OpenedUser::metadata);
    }

    /**
     * Wipes the key that proves the chunks, which is there where the platform layer is open: then the integrity of this can no
     * longer be validated. The user's keys are the caller's and stay, and so does all that is said of the file.
     */
    @Override
    public void destroy() {
        destroyed = true;
        if (platform != null) {
            platform.close();
        }
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    /** Id and revision. */
    @Override
    public String toString() {
        return "ZkimFile[" + id() + ", revision " + revision() + "]";
    }

    FileHeader header() {
        return header;
    }

    /** Whose key proved the header. */
    RevisionMemory.Proof proof() {
        if (user != null) {
            return RevisionMemory.Proof.USER;
        }
        return platform != null ? RevisionMemory.Proof.PLATFORM : RevisionMemory.Proof.NONE;
    }

    @Nullable PlatformRecord platform() {
        return platform;
    }

    @Nullable OpenedUser user() {
        return user;
    }
}
