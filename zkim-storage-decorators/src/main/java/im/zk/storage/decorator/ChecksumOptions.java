package im.zk.storage.decorator;

import java.util.Objects;

/** How values are checked for silent corruption. Immutable. */
public final class ChecksumOptions {

    final ChecksumAlgorithm algorithm;
    final boolean acceptUnmarked;

    private ChecksumOptions(Builder builder) {
        algorithm = builder.algorithm;
        acceptUnmarked = builder.acceptUnmarked;
    }

    /** Starts options. */
    public static Builder builder() {
        return new Builder();
    }

    /** The algorithm, and whether values without a checksum are taken. */
    @Override
    public String toString() {
        return "ChecksumOptions[" + algorithm + (acceptUnmarked ? ", unmarked values accepted" : "") + "]";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private ChecksumAlgorithm algorithm = ChecksumAlgorithm.CRC32C;
        private boolean acceptUnmarked;

        private Builder() {}

        /** How new values are marked; {@link ChecksumAlgorithm#CRC32C} unless given. Either is read. */
        public Builder algorithm(ChecksumAlgorithm algorithm) {
            this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
            return this;
        }

        /**
         * Whether a value that does not end in a checksum's trailer is given as it is, for a storage that was filled
         * before; false unless given. While it is true, a value whose end was cut off is not noticed.
         */
        public Builder acceptUnmarked(boolean acceptUnmarked) {
            this.acceptUnmarked = acceptUnmarked;
            return this;
        }

        /** Makes the options. */
        public ChecksumOptions build() {
            return new ChecksumOptions(this);
        }
    }
}
