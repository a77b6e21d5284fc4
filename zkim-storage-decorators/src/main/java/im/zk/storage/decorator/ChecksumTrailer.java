package im.zk.storage.decorator;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a value in its stored form, all numbers big-endian:
 *
 * <pre>
 * value | checksum (4 or 32) | length of the value (8) | algorithm (1) | version (1) | magic "ZkCs" (4)
 * </pre>
 *
 * <p>The checksum is that of the value and of all that stands behind the checksum. Version 1; algorithm 1 is CRC-32C, 2 is
 * SHA-256. Read from the end, which is where a value that was cut shows it.
 */
final class ChecksumTrailer {

    /** The bytes behind the checksum. */
    static final int FOOTER = Long.BYTES + 1 + 1 + Integer.BYTES;

    private static final int MAGIC = 0x5A6B4373;
    private static final byte VERSION = 1;

    private ChecksumTrailer() {}

    /** The bytes that the stored form has more than the value. */
    static int length(ChecksumAlgorithm algorithm) {
        return algorithm.length() + FOOTER;
    }

    /** The stored form of a value. */
    static byte[] append(byte[] value, ChecksumAlgorithm algorithm) {
        byte[] stored = Arrays.copyOf(value, Math.addExact(value.length, length(algorithm)));
        ByteBuffer footer = ByteBuffer.wrap(stored, stored.length - FOOTER, FOOTER);
        footer.putLong(value.length).put(algorithm.id()).put(VERSION).putInt(MAGIC);
        byte[] checksum = checksum(stored, value.length, algorithm);
        System.arraycopy(checksum, 0, stored, value.length, checksum.length);
        return stored;
    }

    /** Whether the stored form ends as those of this class do, of any version. */
    static boolean isMarked(byte[] stored) {
        return stored.length >= Integer.BYTES && ByteBuffer.wrap(stored).getInt(stored.length - Integer.BYTES) == MAGIC;
    }

    /** What is wrong with a stored form, as the end of a sentence that begins with "the stored form"; null for nothing. */
    static @Nullable String violation(byte[] stored) {
        if (!isMarked(stored)) {
            return "does not end in a checksum's trailer: it was cut, or was not stored through a checksum";
        }
        if (stored.length < FOOTER) {
            return "is shorter than a checksum's trailer";
        }
        ByteBuffer footer = ByteBuffer.wrap(stored, stored.length - FOOTER, FOOTER);
        long length = footer.getLong();
        ChecksumAlgorithm algorithm = ChecksumAlgorithm.of(footer.get());
        byte version = footer.get();
        if (version != VERSION || algorithm == null) {
            return "has a checksum's trailer of a version or an algorithm that is not known here";
        }
        if (length < 0 || length != (long) stored.length - length(algorithm)) {
            return "holds another number of bytes than its trailer says";
        }
        int valueLength = (int) length;
        byte[] checksum = checksum(stored, valueLength, algorithm);
        boolean same = Arrays.equals(checksum, 0, checksum.length, stored, valueLength, valueLength + checksum.length);
        return same ? null : "fails its " + algorithm + " checksum";
    }

    /** The value of a stored form in which nothing is wrong. */
    static byte[] strip(byte[] stored) {
        return Arrays.copyOf(stored, (int) ByteBuffer.wrap(stored).getLong(stored.length - FOOTER));
    }

    private static byte[] checksum(byte[] stored, int valueLength, ChecksumAlgorithm algorithm) {
        ChecksumAlgorithm.Digest digest = algorithm.newDigest();
        digest.update(stored, 0, valueLength);
        digest.update(stored, stored.length - FOOTER, FOOTER);
        return digest.end();
    }
}
