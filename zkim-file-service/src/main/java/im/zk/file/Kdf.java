package im.zk.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** HKDF-SHA-256 (RFC 5869), with a label for each key that the format knows. */
final class Kdf {

    static final byte[] NO_SALT = {};

    private Kdf() {}

    static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(secret, salt, info));
        byte[] key = new byte[length];
        generator.generateBytes(key, 0, length);
        return key;
    }

    static byte[] derive(byte[] secret, byte[] salt, String label, int length) {
        return derive(secret, salt, label(label), length);
    }

    static byte[] label(String label) {
        return label.getBytes(US_ASCII);
    }
}
