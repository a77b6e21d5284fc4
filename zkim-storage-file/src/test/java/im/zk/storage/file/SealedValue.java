package im.zk.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32;

/** A value that says whose it is and whether it is whole: checksum, length, version, key, and bytes drawn from both. */
final class SealedValue {

    private static final int HEADER = Long.BYTES + Integer.BYTES + Long.BYTES;

    private SealedValue() {}

    /** The one value of a key's version, of up to so many bytes besides the header. */
    static byte[] of(String key, long version, int maximumBytes) {
        Random random = new Random(version * 31 + key.hashCode());
        byte[] name = key.getBytes(UTF_8);
        byte[] body = new byte[random.nextInt(maximumBytes + 1)];
        random.nextBytes(body);
        ByteBuffer value = ByteBuffer.allocate(HEADER + Integer.BYTES + name.length + body.length);
        value.position(Long.BYTES);
        value.putInt(value.capacity())
                .putLong(version)
                .putInt(name.length)
                .put(name)
                .put(body);
        return value.putLong(0, checksum(value.array())).array();
    }

    /** The version of a value. Fails where it is not a whole value of that key. */
    static long version(String key, byte[] value) {
        ByteBuffer parsed = ByteBuffer.wrap(value);
        if (value.length < HEADER + Integer.BYTES
                || parsed.getLong() != checksum(value)
                || parsed.getInt() != value.length) {
            throw new AssertionError("torn value of " + value.length + " bytes for " + key);
        }
        long version = parsed.getLong();
        byte[] name = new byte[parsed.getInt()];
        parsed.get(name);
        if (!new String(name, UTF_8).equals(key)) {
            throw new AssertionError("the value of " + new String(name, UTF_8) + " is under " + key);
        }
        return version;
    }

    private static long checksum(byte[] value) {
        CRC32 checksum = new CRC32();
        checksum.update(value, Long.BYTES, value.length - Long.BYTES);
        return checksum.getValue();
    }
}
