package im.zk.file;

import im.zk.storage.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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

    /** Whether an upload with these records is dead: its latest lease ended longer ago than the grace period. */
    static boolean isDead(byte @Nullable [] intent, byte @Nullable [] renewed, Instant now, Duration grace) {
        Instant limit = now.minus(grace);
        return endsBefore(intent, limit) && endsBefore(renewed, limit);
    }

    /** A record that is none says nothing: it keeps no upload alive. */
    private static boolean endsBefore(byte @Nullable [] encoded, Instant limit) {
        if (encoded == null) {
            return true;
        }
        try {
            return parse(encoded).leaseEnds.isBefore(limit);
        } catch (ServiceException malformed) {
            return true;
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
