package im.zk.storage.decorator;

import im.zk.storage.ServiceException;

/** How many calls {@link StorageStack#concurrencyLimit} lets through at a time, and how many wait. Immutable. */
public final class ConcurrencyLimitOptions {

    /** How many calls wait, unless another number is given. */
    public static final int DEFAULT_MAX_QUEUED = 1000;

    final int maxConcurrent;
    final int maxQueued;

    private ConcurrencyLimitOptions(Builder builder) {
        maxConcurrent = builder.maxConcurrent;
        maxQueued = builder.maxQueued;
    }

    /** Starts options. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String toString() {
        return "ConcurrencyLimitOptions[" + maxConcurrent + ", queue " + maxQueued + "]";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private int maxConcurrent;
        private int maxQueued = DEFAULT_MAX_QUEUED;

        private Builder() {}

        /** How many calls are under way at a time, 1 at least; required. A batch, a listing or a clear is one call. */
        public Builder maxConcurrent(int maxConcurrent) {
            this.maxConcurrent = maxConcurrent;
            return this;
        }

        /** How many more calls wait, first come first served (default {@value #DEFAULT_MAX_QUEUED}); 0 for none. */
        public Builder maxQueued(int maxQueued) {
            this.maxQueued = maxQueued;
            return this;
        }

        /**
         * Makes the options.
         *
         * @throws ServiceException of kind {@code INVALID_CONFIG} where a number is out of range
         */
        public ConcurrencyLimitOptions build() {
            if (maxConcurrent < 1) {
                throw DecoratorErrors.invalid(
                        "The concurrency limit must be 1 at least, but is " + maxConcurrent + ".");
            }
            if (maxQueued < 0) {
                throw DecoratorErrors.invalid(
                        "The concurrency limit's queue must be 0 at least, but is " + maxQueued + ".");
            }
            return new ConcurrencyLimitOptions(this);
        }
    }
}
