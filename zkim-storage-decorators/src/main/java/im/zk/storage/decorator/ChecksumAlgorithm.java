package im.zk.storage.decorator;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** How the checksum of a value is computed. */
public enum ChecksumAlgorithm {
    /** CRC-32C (Castagnoli), 4 bytes: notices accidents, and costs next to nothing. */
    CRC32C(1, Integer.BYTES, Crc::new),

    /** SHA-256, 32 bytes: no two values with one checksum are known. No proof of who wrote it: there is no key in it. */
    SHA256(2, 32, Sha256::new);

    private final byte id;
    private final int length;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a constructor
    private final Supplier<Digest> digest;

    ChecksumAlgorithm(int id, int length, Supplier<Digest> digest) {
        this.id = (byte) id;
        this.length = length;
        this.digest = digest;
    }

    /** What names it in stored values. */
    byte id() {
        return id;
    }

    /** The bytes of a checksum. */
    int length() {
        return length;
    }

    Digest newDigest() {
        return digest.get();
    }

    /** The one that stored values name so; null where this version knows none. */
    static @Nullable ChecksumAlgorithm of(byte id) {
        for (ChecksumAlgorithm each : values()) {
            if (each.id == id) {
                return each;
            }
        }
        return null;
    }

    /** One checksum being computed. */
    interface Digest {
        void update(byte[] bytes, int from, int length);

        byte[] end();
    }

    private static final class Crc implements Digest {
        private final CRC32C crc = new CRC32C();

        @Override
        public void update(byte[] bytes, int from, int length) {
            crc.update(bytes, from, length);
        }

        @Override
        public byte[] end() {
            int sum = (int) crc.getValue();
            return new byte[] {(byte) (sum >>> 24), (byte) (sum >>> 16), (byte) (sum >>> 8), (byte) sum};
        }
    }

    private static final class Sha256 implements Digest {
        private final MessageDigest digest;

        Sha256() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("Every Java has SHA-256", missing);
            }
        }

        @Override
        public void update(byte[] bytes, int from, int length) {
            digest.update(bytes, from, length);
        }

        @Override
        public byte[] end() {
            return digest.digest();
        }
    }
}
