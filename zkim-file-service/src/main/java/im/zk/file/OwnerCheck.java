package im.zk.file;

/**
 * Tells whether a key is a user's, for who has no keys of users: a platform, in whose layer of a file the key stands beside the
 * user's id. Whoever has the platform's key can write another key there.
 */
@FunctionalInterface
public interface OwnerCheck {

    /** Takes every key: what the platform's layer says is then what whoever has the platform's key wrote. */
    OwnerCheck ANY = (userId, verificationKey) -> true;

    /**
     * Whether files of this user may be signed by the owner of this key.
     *
     * @param userId the user's id
     * @param verificationKey what {@link UserKeys#verificationKey()} is; a copy
     */
    boolean isOwner(String userId, byte[] verificationKey);
}
