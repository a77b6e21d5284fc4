package im.zk.storage.gcs;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/** Checksums as the service writes them. */
final class Checksums {

    private Checksums() {}

    /** The CRC32C in big-endian order and Base64. */
    static String crc32c(byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(value, 0, value.length);
        byte[] bytes =
                ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
        return Base64.getEncoder().encodeToString(bytes);
    }
}
