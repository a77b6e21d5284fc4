package im.zk.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.subtle.AesCtrJceCipher;
import com.google.crypto.tink.subtle.EncryptThenAuthenticate;
import com.google.crypto.tink.subtle.PrfHmacJce;
import com.google.crypto.tink.subtle.PrfMac;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The AEAD is the one that Tink has: each opens what the other sealed, and neither what was altered. */
class AeadTest {

    private final Random random = new Random(9);

    @Test
    void tinkOpensOurs() throws GeneralSecurityException {
        for (int length = 0; length < 200; length++) {
            byte[] encryptionKey = bytes(Aead.KEY_BYTES);
            byte[] macKey = bytes(Aead.KEY_BYTES);
            byte[] iv = bytes(Aead.IV_BYTES);
            byte[] aad = bytes(length % 40);
            byte[] plaintext = bytes(length);

            byte[] sealed = Aead.seal(encryptionKey, macKey, iv, aad, plaintext);

            assertThat(tink(encryptionKey, macKey).decrypt(Bytes.concat(iv, sealed), aad))
                    .isEqualTo(plaintext);
        }
    }

    @Test
    void weOpenTinks() throws GeneralSecurityException {
        for (int length = 0; length < 200; length++) {
            byte[] encryptionKey = bytes(Aead.KEY_BYTES);
            byte[] macKey = bytes(Aead.KEY_BYTES);
            byte[] aad = bytes(length % 40);
            byte[] plaintext = bytes(length);

            byte[] theirs = tink(encryptionKey, macKey).encrypt(plaintext, aad);

            byte[] iv = Arrays.copyOf(theirs, Aead.IV_BYTES);
            byte[] sealed = Arrays.copyOfRange(theirs, Aead.IV_BYTES, theirs.length);
            assertThat(Aead.open(encryptionKey, macKey, iv, aad, sealed)).isEqualTo(plaintext);
        }
    }

    @Test
    void whateverIsAlteredDoesNotOpen() {
        byte[] encryptionKey = bytes(Aead.KEY_BYTES);
        byte[] macKey = bytes(Aead.KEY_BYTES);
        byte[] iv = bytes(Aead.IV_BYTES);
        byte[] aad = bytes(10);
        byte[] sealed = Aead.seal(encryptionKey, macKey, iv, aad, bytes(33));

        for (int bit = 0; bit < Byte.SIZE * sealed.length; bit++) {
            assertThat(Aead.open(encryptionKey, macKey, iv, aad, flipped(sealed, bit)))
                    .isNull();
        }
        for (int bit = 0; bit < Byte.SIZE * iv.length; bit++) {
            assertThat(Aead.open(encryptionKey, macKey, flipped(iv, bit), aad, sealed))
                    .isNull();
        }
        for (int bit = 0; bit < Byte.SIZE * aad.length; bit++) {
            assertThat(Aead.open(encryptionKey, macKey, iv, flipped(aad, bit), sealed))
                    .isNull();
        }
        for (int length = 0; length < sealed.length; length++) {
            assertThat(Aead.open(encryptionKey, macKey, iv, aad, Arrays.copyOf(sealed, length)))
                    .isNull();
        }
        // Bytes moved between what is authenticated and what is encrypted.
        assertThat(Aead.open(encryptionKey, macKey, iv, Arrays.copyOf(aad, 9), sealed))
                .isNull();
    }

    private static EncryptThenAuthenticate tink(byte[] encryptionKey, byte[] macKey) throws GeneralSecurityException {
        return new EncryptThenAuthenticate(
                new AesCtrJceCipher(encryptionKey, Aead.IV_BYTES),
                new PrfMac(new PrfHmacJce("HMACSHA256", new SecretKeySpec(macKey, "HMAC")), Aead.TAG_BYTES),
                Aead.TAG_BYTES);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        return flipped;
    }
}
