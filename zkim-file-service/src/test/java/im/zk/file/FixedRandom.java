package im.zk.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/** The hook that makes test vectors: the n-th call gives SHA-256 of n and a counter, again and again. */
final class FixedRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private int calls;

    @Override
    public synchronized void nextBytes(byte[] bytes) {
        int call = ++calls;
        for (int at = 0, block = 0; at < bytes.length; block++) {
            byte[] digest =
                    sha256(ByteBuffer.allocate(8).putInt(call).putInt(block).array());
            int length = Math.min(digest.length, bytes.length - at);
            System.arraycopy(digest, 0, bytes, at, length);
            at += length;
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static byte[] bytes(int length, int from) {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; at++) {
            bytes[at] = (byte) (from + at);
        }
        return Arrays.copyOf(bytes, length);
    }
}
