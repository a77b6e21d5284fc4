package im.zk.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Writes integers, texts and bytes as the format has them. */
final class ByteWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ByteWriter u8(int value) {
        bytes.write(value);
        return this;
    }

    ByteWriter u16(int value) {
        return u8(value >>> Byte.SIZE).u8(value);
    }

    ByteWriter u32(int value) {
        return bytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    ByteWriter u64(long value) {
        return bytes(Bytes.u64(value));
    }

    ByteWriter bytes(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    ByteWriter string(String value) {
        byte[] utf8 = value.getBytes(UTF_8);
        return u16(utf8.length).bytes(utf8);
    }

    ByteWriter zeros(int count) {
        return bytes(new byte[count]);
    }

    int size() {
        return bytes.size();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
