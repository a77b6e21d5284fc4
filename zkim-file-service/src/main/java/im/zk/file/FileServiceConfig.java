package im.zk.file;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/** How a {@link ZkimFileService} works. Immutable. */
public final class FileServiceConfig {

    /** The bytes of content in a chunk, unless set otherwise: 1 MiB. */
    public static final int DEFAULT_CHUNK_SIZE = 1 << 20;

    private static final int DEFAULT_CHUNKS_IN_FLIGHT = 4;
    private static final int MAXIMUM_CHUNKS_IN_FLIGHT = 64;
    private static final Duration DEFAULT_LEASE = Duration.ofHours(1);
    private static final Duration DEFAULT_GRACE = Duration.ofDays(1);
    /** A hundred years: with much more there would be no number for the time when it ends. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final int chunkSize;
    private final int chunksInFlight;
    private final long maximumFileBytes;
    private final Compression compression;
    private final boolean searchable;
    private final Duration uploadLease;
    private final Duration cleanupGrace;
    private final Clock clock;

    private FileServiceConfig(Builder builder) {
        this.chunkSize = builder.chunkSize;
        this.chunksInFlight = builder.chunksInFlight;
        this.maximumFileBytes = Math.min(builder.maximumFileBytes, (long) chunkSize * FileHeader.MAXIMUM_CHUNKS);
        this.compression = builder.compression;
        this.searchable = builder.searchable;
        this.uploadLease = builder.uploadLease;
        this.cleanupGrace = builder.cleanupGrace;
        this.clock = builder.clock;
        require(
                chunkSize >= FileHeader.MINIMUM_CHUNK_SIZE && chunkSize <= FileHeader.MAXIMUM_CHUNK_SIZE,
                "chunkSize is " + FileHeader.MINIMUM_CHUNK_SIZE + " to " + FileHeader.MAXIMUM_CHUNK_SIZE);
        require(
                chunksInFlight >= 1 && chunksInFlight <= MAXIMUM_CHUNKS_IN_FLIGHT,
                "chunksInFlight is 1 to " + MAXIMUM_CHUNKS_IN_FLIGHT);
        require(maximumFileBytes >= 0, "maximumFileBytes is not negative");
        require(
                !uploadLease.isNegative() && !uploadLease.isZero() && uploadLease.compareTo(LONGEST) <= 0,
                "uploadLease is positive, and at most " + LONGEST.toDays() + " days");
        require(
                !cleanupGrace.isNegative() && cleanupGrace.compareTo(LONGEST) <= 0,
                "cleanupGrace is 0 to " + LONGEST.toDays() + " days");
    }

    /** Starts a configuration. */
    public static Builder builder() {
        return new Builder();
    }

    /** As it is unless set otherwise. */
    public static FileServiceConfig defaults() {
        return builder().build();
    }

    /** The bytes of content in a chunk. */
    public int chunkSize() {
        return chunkSize;
    }

    /** How many chunks of one file are in memory and under way at a time. */
    public int chunksInFlight() {
        return chunksInFlight;
    }

    /** How long a content may be. */
    public long maximumFileBytes() {
        return maximumFileBytes;
    }

    /** Whether new files are compressed. */
    public Compression compression() {
        return compression;
    }

    /** Whether new files go into the index. */
    public boolean searchable() {
        return searchable;
    }

    /** For how long an upload without progress is safe from cleanups. */
    public Duration uploadLease() {
        return uploadLease;
    }

    /** How long after the end of its lease an upload is taken for dead: more than clocks differ. */
    public Duration cleanupGrace() {
        return cleanupGrace;
    }

    /** What the time is. */
    public Clock clock() {
        return clock;
    }

    /** All of it: there is nothing secret in it. */
    @Override
    public String toString() {
        return "FileServiceConfig[chunkSize=" + chunkSize + ", chunksInFlight=" + chunksInFlight + ", maximumFileBytes="
                + maximumFileBytes + ", compression=" + compression + ", searchable=" + searchable + ", uploadLease="
                + uploadLease + ", cleanupGrace=" + cleanupGrace + "]";
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw FileErrors.invalid("The configuration breaks a rule: " + rule + ".");
        }
    }

    /** Collects a configuration. Not thread-safe. */
    public static final class Builder {
        private int chunkSize = DEFAULT_CHUNK_SIZE;
        private int chunksInFlight = DEFAULT_CHUNKS_IN_FLIGHT;
        private long maximumFileBytes = Long.MAX_VALUE;
        private Compression compression = Compression.NONE;
        private boolean searchable = true;
        private Duration uploadLease = DEFAULT_LEASE;
        private Duration cleanupGrace = DEFAULT_GRACE;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /** The bytes of content in a chunk of new files: 1,024 to 16,777,216. */
        public Builder chunkSize(int bytes) {
            this.chunkSize = bytes;
            return this;
        }

        /** How many chunks of one file are in memory and under way at a time: 1 to 64. */
        public Builder chunksInFlight(int chunks) {
            this.chunksInFlight = chunks;
            return this;
        }

        /** How long a content may be; never more than 65,536 chunks. */
        public Builder maximumFileBytes(long bytes) {
            this.maximumFileBytes = bytes;
            return this;
        }

        /** Whether new files are compressed: not, unless set. */
        public Builder compression(Compression choice) {
            this.compression = Objects.requireNonNull(choice, "compression");
            return this;
        }

        /** Whether new files go into the index, which tells the storage which files share a word: they do, unless set. */
        public Builder searchable(boolean choice) {
            this.searchable = choice;
            return this;
        }

        /** For how long an upload without progress is safe from cleanups: an hour, unless set; at most 36,500 days. */
        public Builder uploadLease(Duration lease) {
            this.uploadLease = Objects.requireNonNull(lease, "uploadLease");
            return this;
        }

        /** How long after the end of its lease an upload is taken for dead: a day, unless set; at most 36,500 days. */
        public Builder cleanupGrace(Duration grace) {
            this.cleanupGrace = Objects.requireNonNull(grace, "cleanupGrace");
            return this;
        }

        /** What the time is: the system's, unless set. */
        public Builder clock(Clock given) {
            this.clock = Objects.requireNonNull(given, "clock");
            return this;
        }

        /**
         * The configuration.
         *
         * @throws im.zk.storage.ServiceException where a value is out of its range
         */
        public FileServiceConfig build() {
            return new FileServiceConfig(this);
        }
    }
}
