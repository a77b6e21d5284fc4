package im.zk.storage.decorator;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How much a cache keeps, and for how long. Immutable. */
public final class CacheOptions {

    /** The bytes that a cache holds, unless given: 64 MiB. */
    public static final long DEFAULT_MAXIMUM_BYTES = 64L << 20;

    /** How long a value is kept, unless given: a minute. */
    public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofMinutes(1);

    private static final int SHARE_OF_ONE_VALUE = 8;

    final long maximumBytes;
    final long maximumValueBytes;
    final Duration timeToLive;
    final Duration negativeTimeToLive;
    final CacheStatistics statistics;

    private CacheOptions(Builder builder) {
        maximumBytes = positive("maximumBytes", builder.maximumBytes);
        Long largest = builder.maximumValueBytes;
        maximumValueBytes =
                largest == null ? maximumBytes / SHARE_OF_ONE_VALUE : positive("maximumValueBytes", largest);
        if (maximumValueBytes > maximumBytes) {
            throw DecoratorErrors.invalid("The cache's maximumValueBytes must be at most its maximumBytes, "
                    + maximumBytes + ", but is " + maximumValueBytes + ".");
        }
        timeToLive = builder.timeToLive;
        if (timeToLive.isZero() || timeToLive.isNegative()) {
            throw DecoratorErrors.invalid("The cache's timeToLive must be more than zero, but is " + timeToLive + ".");
        }
        negativeTimeToLive = builder.negativeTimeToLive;
        if (negativeTimeToLive.isNegative()) {
            throw DecoratorErrors.invalid(
                    "The cache's negativeTimeToLive must be zero or more, but is " + negativeTimeToLive + ".");
        }
        statistics = builder.statistics;
    }

    /** Starts options. */
    public static Builder builder() {
        return new Builder();
    }

    /** The bounds. */
    @Override
    public String toString() {
        return "CacheOptions[" + maximumBytes + " bytes, " + maximumValueBytes + " for one value, " + timeToLive
                + (keepsMissing() ? ", missing keys " + negativeTimeToLive : "") + "]";
    }

    /** Whether the cache remembers that a key has no value. */
    boolean keepsMissing() {
        return !negativeTimeToLive.isZero();
    }

    private static long positive(String name, long value) {
        if (value <= 0) {
            throw DecoratorErrors.invalid("The cache's " + name + " must be more than zero, but is " + value + ".");
        }
        return value;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private long maximumBytes = DEFAULT_MAXIMUM_BYTES;
        private @Nullable Long maximumValueBytes;
        private Duration timeToLive = DEFAULT_TIME_TO_LIVE;
        private Duration negativeTimeToLive = Duration.ZERO;
        private CacheStatistics statistics = new CacheStatistics();

        private Builder() {}

        /** The bytes of all entries, their keys and what holds them included; 64 MiB unless given. */
        public Builder maximumBytes(long bytes) {
            this.maximumBytes = bytes;
            return this;
        }

        /** The bytes of the largest value that is kept; an eighth of {@link #maximumBytes} unless given. */
        public Builder maximumValueBytes(long bytes) {
            this.maximumValueBytes = bytes;
            return this;
        }

        /**
         * How long a value is kept, and so how long what another client has written may not be seen; a minute unless
         * given.
         */
        public Builder timeToLive(Duration timeToLive) {
            this.timeToLive = Objects.requireNonNull(timeToLive, "timeToLive");
            return this;
        }

        /** How long it is kept that a key has no value; zero, which is not at all, unless given. */
        public Builder negativeTimeToLive(Duration timeToLive) {
            this.negativeTimeToLive = Objects.requireNonNull(timeToLive, "timeToLive");
            return this;
        }

        /** Where the cache counts; an object of its own unless given. */
        public Builder statistics(CacheStatistics statistics) {
            this.statistics = Objects.requireNonNull(statistics, "statistics");
            return this;
        }

        /**
         * Makes the options.
         *
         * @throws im.zk.storage.ServiceException of kind {@code INVALID_CONFIG} where a bound cannot be used
         */
        public CacheOptions build() {
            return new CacheOptions(this);
        }
    }
}
