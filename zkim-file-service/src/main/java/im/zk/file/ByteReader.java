package im.zk.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what others may have written: never beyond the end, and never allocating more than there is. */
final class ByteReader {

    private final ByteBuffer bytes;

    ByteReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    int u8() {
        require(1);
        return bytes.get() & 0xFF;
    }

    int u16() {
        require(Short.BYTES);
        return bytes.getShort() & 0xFFFF;
    }

    /** An integer that may be at most so large. */
    int u32(int maximum) {
        require(Integer.BYTES);
        long value = bytes.getInt() & 0xFFFF_FFFFL;
        if (value > maximum) {
            throw FileErrors.malformed("a number is " + value + ", over " + maximum);
        }
        return (int) value;
    }

    /** An integer below 2^63. */
    long u63() {
        require(Long.BYTES);
        long value = bytes.getLong();
        if (value < 0) {
            throw FileErrors.malformed("a number is over 2^63");
        }
        return value;
    }

    byte[] take(int length) {
        require(length);
        byte[] part = new byte[length];
        bytes.get(part);
        return part;
    }

    /** Passes over a part, and tells where it begins in the array. */
    int skip(int length) {
        require(length);
        int start = bytes.position();
        bytes.position(start + length);
        return start;
    }

    String utf8(int length) {
        require(length);
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
        } catch (CharacterCodingException malformed) {
            throw FileErrors.malformed("a text is no UTF-8");
        }
    }

    String string() {
        return utf8(u16());
    }

    /** The array itself. */
    byte[] peekAll() {
        return bytes.array();
    }

    int position() {
        return bytes.position();
    }

    void requireEnd() {
        if (bytes.hasRemaining()) {
            throw FileErrors.malformed(bytes.remaining() + " bytes follow its end");
        }
    }

    void requireZeros() {
        while (bytes.hasRemaining()) {
            if (bytes.get() != 0) {
                throw FileErrors.malformed("its filling is not 0");
            }
        }
    }

    private void require(int length) {
        if (bytes.remaining() < length) {
            throw FileErrors.malformed("it ends at byte " + bytes.limit() + ", too early");
        }
    }
}
