package im.zk.file;

import java.security.SecureRandom;
import java.util.HexFormat;
import javax.security.auth.Destroyable;

/**
 * What a platform has: a key of 32 bytes that opens whose file it is, how large, and what proves its chunks, and nothing of
 * the content.
 *
 * <p>{@link #destroy()} wipes the secret that this object holds. Two are never equal but to themselves. Safe for many threads.
 */
public final class PlatformKey implements Destroyable {

    /** The length of a key. */
    public static final int KEY_BYTES = 32;

    static final int ID_BYTES = 16;

    private final Secret key;
    private final byte[] id;

    private PlatformKey(byte[] key) {
        this.key = new Secret(key);
        this.id = Kdf.derive(key, Kdf.NO_SALT, "zkim2/platform/id", ID_BYTES);
    }

    /** A new key, from the system's randomness. */
    public static PlatformKey generate() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new PlatformKey(key);
    }

    /**
     * The key of these bytes, which are copied: wipe the caller's array after it.
     *
     * @throws im.zk.storage.ServiceException where it has not {@value #KEY_BYTES} bytes
     */
    public static PlatformKey fromBytes(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw FileErrors.invalid("A platform key has " + KEY_BYTES + " bytes, not " + key.length + ".");
        }
        return new PlatformKey(key.clone());
    }

    /** A copy of the key, for safe keeping; the caller's to wipe. */
    public byte[] exportBytes() {
        return key.copy();
    }

    /** The public name of the key, in hexadecimal digits, as every file of it has it. */
    public String id() {
        return HexFormat.of().formatHex(id);
    }

    /** Wipes the secret; whatever uses this key fails from now on. */
    @Override
    public void destroy() {
        key.close();
    }

    @Override
    public boolean isDestroyed() {
        return key.isDestroyed();
    }

    /** The public id alone. */
    @Override
    public String toString() {
        return "PlatformKey[" + id() + (isDestroyed() ? ", destroyed]" : "]");
    }

    byte[] idBytes() {
        return id.clone();
    }

    Secret secret() {
        return key;
    }
}
