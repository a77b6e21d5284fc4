package im.zk.file;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What may be a user's id. */
final class UserIds {

    private UserIds() {}

    /** Refuses what the format cannot hold. */
    static void require(String userId) {
        boolean legal = !userId.isEmpty()
                && UTF_8.newEncoder().canEncode(userId)
                && userId.getBytes(UTF_8).length <= PlatformRecord.MAXIMUM_USER_ID_BYTES;
        if (!legal) {
            throw FileErrors.invalid("A user's id has 1 to " + PlatformRecord.MAXIMUM_USER_ID_BYTES
                    + " bytes of UTF-8 and no lone surrogate.");
        }
    }
}
