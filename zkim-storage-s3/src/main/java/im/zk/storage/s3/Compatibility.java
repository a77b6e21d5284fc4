package im.zk.storage.s3;

import im.zk.storage.spi.ObjectNames;
import org.jspecify.annotations.Nullable;

/**
 * Which store it is that speaks S3's protocol: sets in one word how keys become object names, how a bucket is addressed,
 * and which checksums are sent and checked.
 */
public enum Compatibility {
    /**
     * Amazon S3 itself: {@link ObjectNames#PATH}, the bucket in the host's name, CRC32.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Checking object
     *     integrity</a>
     */
    AWS(ObjectNames.PATH, false, true, true, null),

    /** MinIO, which keeps objects in a tree of files: {@link ObjectNames#FLAT}, the bucket in the path, CRC32. */
    MINIO(ObjectNames.FLAT, true, true, true, "us-east-1"),

    /** Ceph's RADOS gateway: {@link ObjectNames#PATH}, the bucket in the path, Content-MD5. */
    CEPH(ObjectNames.PATH, true, false, true, "us-east-1"),

    /**
     * Cloudflare R2: {@link ObjectNames#PATH}, the bucket in the path, Content-MD5, no {@code Expect: 100-continue}.
     *
     * @see <a href="https://developers.cloudflare.com/r2/api/s3/api/">S3 API compatibility</a>
     */
    R2(ObjectNames.PATH, true, false, false, "auto");

    @SuppressWarnings("ImmutableEnumChecker") // it is, and says so
    private final ObjectNames names;

    private final boolean pathStyle;
    private final boolean storesCrc32;
    private final boolean answersExpectContinue;
    private final @Nullable String region;

    Compatibility(
            ObjectNames names,
            boolean pathStyle,
            boolean storesCrc32,
            boolean answersExpectContinue,
            @Nullable String region) {
        this.names = names;
        this.pathStyle = pathStyle;
        this.storesCrc32 = storesCrc32;
        this.answersExpectContinue = answersExpectContinue;
        this.region = region;
    }

    ObjectNames names() {
        return names;
    }

    boolean pathStyle() {
        return pathStyle;
    }

    /** Whether it keeps a CRC32 with an object and sends it back; else it is given an MD5, which it checks and forgets. */
    boolean storesCrc32() {
        return storesCrc32;
    }

    boolean answersExpectContinue() {
        return answersExpectContinue;
    }

    /** What requests are signed for where no region is given; null where there is no default. */
    @Nullable String region() {
        return region;
    }
}
