package im.zk.storage.azure;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The checksum that the service compares when it stores a value, and keeps for when it is read. */
final class Checksums {

    private Checksums() {}

    /** MD5 of a part of an array. */
    static byte[] md5(byte[] bytes, int from, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes, from, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException("Every Java has MD5, but this one", none);
        }
    }
}
