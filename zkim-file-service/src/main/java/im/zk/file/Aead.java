package im.zk.file;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-256-CTR and HMAC-SHA-256, encrypt then MAC, with the whole tag: the AEAD that Tink calls {@code AES_CTR_HMAC_SHA256}.
 *
 * <p>Its tag also commits to key and ciphertext, which that of GCM does not: so a list of tags can be signed in the chunks'
 * place. An IV must not be used twice with one key.
 */
final class Aead {

    static final int KEY_BYTES = 32;
    static final int IV_BYTES = 12;
    static final int TAG_BYTES = 32;

    private static final int BLOCK_BYTES = 16;

    private Aead() {}

    /** The ciphertext and behind it the tag. */
    static byte[] seal(byte[] encryptionKey, byte[] macKey, byte[] iv, byte[] aad, byte[] plaintext) {
        return seal(encryptionKey, macKey, iv, aad, plaintext, 0, plaintext.length);
    }

    static byte[] seal(
            byte[] encryptionKey, byte[] macKey, byte[] iv, byte[] aad, byte[] plaintext, int offset, int length) {
        try {
            byte[] sealed = new byte[length + TAG_BYTES];
            cipher(Cipher.ENCRYPT_MODE, encryptionKey, iv).doFinal(plaintext, offset, length, sealed, 0);
            mac(macKey, iv, aad, sealed, length).doFinal(sealed, length);
            return sealed;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES and HMAC are in every JDK", impossible);
        }
    }

    /** Whether the tag is right, without decrypting. */
    static boolean verify(byte[] macKey, byte[] iv, byte[] aad, byte[] sealed) {
        if (sealed.length < TAG_BYTES) {
            return false;
        }
        int length = sealed.length - TAG_BYTES;
        try {
            byte[] tag = mac(macKey, iv, aad, sealed, length).doFinal();
            return MessageDigest.isEqual(tag, Arrays.copyOfRange(sealed, length, sealed.length));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC is in every JDK", impossible);
        }
    }

    /** The plaintext, or null where the tag is wrong. */
    static byte @Nullable [] open(byte[] encryptionKey, byte[] macKey, byte[] iv, byte[] aad, byte[] sealed) {
        if (!verify(macKey, iv, aad, sealed)) {
            return null;
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, encryptionKey, iv).doFinal(sealed, 0, sealed.length - TAG_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES is in every JDK", impossible);
        }
    }

    /** Opens to a place in an array. False where the tag is wrong; the array is not touched then. */
    static boolean openTo(
            byte[] encryptionKey, byte[] macKey, byte[] iv, byte[] aad, byte[] sealed, byte[] target, int offset) {
        if (!verify(macKey, iv, aad, sealed)) {
            return false;
        }
        try {
            cipher(Cipher.DECRYPT_MODE, encryptionKey, iv)
                    .doFinal(sealed, 0, sealed.length - TAG_BYTES, target, offset);
            return true;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES is in every JDK", impossible);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(Arrays.copyOf(iv, BLOCK_BYTES)));
        return cipher;
    }

    private static Mac mac(byte[] key, byte[] iv, byte[] aad, byte[] sealed, int length)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update(aad);
        mac.update(iv);
        mac.update(sealed, 0, length);
        mac.update(Bytes.u64(Byte.SIZE * (long) aad.length));
        return mac;
    }
}
