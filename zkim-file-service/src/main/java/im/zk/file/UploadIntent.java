package im.zk.file;

import im.zk.storage.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The record of an upload under way.
 *
 * @param begun when, by the writer's clock
 * @param leaseEnds until when nobody may take it for dead
 */
record UploadIntent(Instant begun, Instant leaseEnds) {

    private static final byte[] MAGIC = Kdf.label("ZKIU");
    private static final int VERSION = 1;

    byte[] encoded() {
        return new ByteWriter()
                .bytes(MAGIC)
                .u8(VERSION)
                .u64(begun.toEpochMilli())
                .u64(leaseEnds.toEpochMilli())
                .toByteArray();
    }

    /** Whether what has these records is dead: its latest lease ended longer ago than the grace period. */
    static boolean isDead(Collection<byte[]> records, Instant now, Duration grace) {
        Instant limit = now.minus(grace);
        return records.stream().allMatch(encoded -> {
            UploadIntent read = read(encoded);
            return read != null && read.leaseEnds.isBefore(limit);
        });
    }

    /** The record, or null where it is unreadable, or of a later version: nobody knows how long that is to live. */
    static @Nullable UploadIntent read(byte[] encoded) {
        try {
            return parse(encoded);
        } catch (ServiceException malformed) {
            return null;
        }
    }

    static UploadIntent parse(byte[] encoded) {
        ByteReader reader = new ByteReader(encoded);
        if (!Arrays.equals(reader.take(MAGIC.length), MAGIC) || reader.u8() != VERSION) {
            throw FileErrors.malformed("it is no record of an upload");
        }
        UploadIntent intent = new UploadIntent(Instant.ofEpochMilli(reader.u63()), Instant.ofEpochMilli(reader.u63()));
        reader.requireEnd();
        return intent;
    }
}
