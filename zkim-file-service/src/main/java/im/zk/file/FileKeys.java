package im.zk.file;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The keys that an operation has, some of which may be missing. */
record FileKeys(
        @Nullable String userId,
        @Nullable UserKeys user,
        @Nullable PlatformKey platform) {

    static FileKeys of(String userId, PlatformKey platform, UserKeys user) {
        return new FileKeys(
                Objects.requireNonNull(userId, "userId"),
                Objects.requireNonNull(user, "userKeys"),
                Objects.requireNonNull(platform, "platformKey"));
    }

    static FileKeys user(String userId, UserKeys user) {
        return new FileKeys(Objects.requireNonNull(userId, "userId"), Objects.requireNonNull(user, "userKeys"), null);
    }

    static FileKeys platform(PlatformKey platform) {
        return new FileKeys(null, null, Objects.requireNonNull(platform, "platformKey"));
    }

    /** A file, and the keys of its content, which closing this destroys. */
    record Opened(ZkimFile file, ContentKeys content) implements AutoCloseable {
        @Override
        public void close() {
            content.close();
        }
    }

    /** Opens what these keys open; what they ought to open and do not is an error. */
    ZkimFile open(FileHeader header) {
        if (userId == null || user == null) {
            return new ZkimFile(header, openPlatform(header), null);
        }
        try (Opened opened = openContent(header)) {
            return opened.file();
        }
    }

    /** Opens what these keys, of which the user's are not missing, open; the result is the caller's to close. */
    Opened openContent(FileHeader header) {
        PlatformRecord layer = openPlatform(header);
        try {
            return openContent(header, layer);
        } catch (RuntimeException refused) {
            if (layer != null) {
                layer.close();
            }
            throw refused;
        }
    }

    private Opened openContent(FileHeader header, @Nullable PlatformRecord layer) {
        String owner = Objects.requireNonNull(userId);
        UserKeys keys = Objects.requireNonNull(user);
        try (UserRecord opened = HeaderSeal.open(header, owner, keys)) {
            ContentKeys content = new ContentKeys(opened.contentKey(), header.id());
            if (layer != null && !layer.auditKey().use(content::hasAuditKey)) {
                content.close();
                throw FileErrors.malformed("its layers contradict each other");
            }
            ZkimFile.OpenedUser said =
                    new ZkimFile.OpenedUser(owner, keys, opened.size(), opened.updatedAt(), opened.metadata());
            return new Opened(new ZkimFile(header, layer, said), content);
        }
    }

    /** Whether the header says that it is for these keys, which anybody may have written. */
    boolean areNamedBy(FileHeader header) {
        return (platform != null && Arrays.equals(platform.idBytes(), header.platformKeyId()))
                || (user != null && header.index().tag().equals(BlindIndex.tag(user)));
    }

    private @Nullable PlatformRecord openPlatform(FileHeader header) {
        PlatformRecord opened = platform == null ? null : PlatformLayer.open(header, platform);
        if (opened != null && userId != null && !opened.userId().equals(userId)) {
            opened.close();
            throw FileErrors.notOpened();
        }
        return opened;
    }
}
