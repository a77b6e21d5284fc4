package im.zk.file;

import java.security.MessageDigest;
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

    /** Opens what these keys open; what they ought to open and do not is an error. */
    ZkimFile open(FileHeader header) {
        PlatformRecord opened = platform == null ? null : PlatformLayer.open(header, platform);
        if (opened != null && userId != null && !opened.userId().equals(userId)) {
            throw FileErrors.notOpened();
        }
        return new ZkimFile(
                header, opened, userId == null || user == null ? null : openUser(header, opened, userId, user));
    }

    /** Whether the header says that it is for these keys, which anybody may have written. */
    boolean areNamedBy(FileHeader header) {
        return (platform != null && Arrays.equals(platform.idBytes(), header.platformKeyId()))
                || (user != null && header.index().tag().equals(BlindIndex.tag(user)));
    }

    private static ZkimFile.OpenedUser openUser(
            FileHeader header, @Nullable PlatformRecord platform, String userId, UserKeys keys) {
        try (UserRecord user = HeaderSeal.open(header, userId, keys)) {
            requireSameAuditKey(header, platform, user);
            return new ZkimFile.OpenedUser(userId, keys, user.size(), user.updatedAt(), user.metadata());
        }
    }

    private static void requireSameAuditKey(FileHeader header, @Nullable PlatformRecord platform, UserRecord user) {
        if (platform == null) {
            return;
        }
        try (ContentKeys keys = new ContentKeys(user.contentKey(), header.id())) {
            if (!MessageDigest.isEqual(keys.auditKey(), platform.auditKey())) {
                throw FileErrors.malformed("its layers contradict each other");
            }
        }
    }
}
