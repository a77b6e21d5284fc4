package im.zk.storage.decorator;

import im.zk.storage.ServiceException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How often, and for how long, {@link StorageStack#retry} makes a call again. Immutable. */
public final class RetryOptions {

    private static final int MOST_ATTEMPTS = 100;

    final int maxAttempts;
    final Duration baseDelay;
    final Duration maxDelay;
    final Duration deadline;
    final RetryBudget budget;

    private RetryOptions(Builder builder) {
        maxAttempts = builder.maxAttempts;
        baseDelay = builder.baseDelay;
        maxDelay = builder.maxDelay;
        deadline = builder.deadline;
        budget = builder.budget == null ? RetryBudget.create() : builder.budget;
    }

    /** Starts options. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String toString() {
        return "RetryOptions[" + maxAttempts + " attempts within " + deadline + "]";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private int maxAttempts = 3;
        private Duration baseDelay = Duration.ofMillis(100);
        private Duration maxDelay = Duration.ofSeconds(10);
        private Duration deadline = Duration.ofMinutes(1);
        private @Nullable RetryBudget budget;

        private Builder() {}

        /** How often a call is made in all (default 3). */
        public Builder maxAttempts(int maxAttempts) {
            this.maxAttempts = maxAttempts;
            return this;
        }

        /** The longest wait before the second attempt, doubled with each further one (default 100 ms). */
        public Builder baseDelay(Duration baseDelay) {
            this.baseDelay = Objects.requireNonNull(baseDelay, "baseDelay");
            return this;
        }

        /** The longest wait of all (default 10 s), unless the service asks for a longer one. */
        public Builder maxDelay(Duration maxDelay) {
            this.maxDelay = Objects.requireNonNull(maxDelay, "maxDelay");
            return this;
        }

        /** The time from the first attempt on in which the last one has to begin (default 1 minute). */
        public Builder deadline(Duration deadline) {
            this.deadline = Objects.requireNonNull(deadline, "deadline");
            return this;
        }

        /** A budget that several stacks share (default: one for these options alone). */
        public Builder budget(RetryBudget budget) {
            this.budget = Objects.requireNonNull(budget, "budget");
            return this;
        }

        /**
         * Makes the options.
         *
         * @throws ServiceException of kind {@code INVALID_CONFIG} where one is out of range
         */
        public RetryOptions build() {
            if (maxAttempts < 1 || maxAttempts > MOST_ATTEMPTS) {
                throw DecoratorErrors.invalid("The retry's attempts must be 1, for none, to " + MOST_ATTEMPTS
                        + ", but are " + maxAttempts + ".");
            }
            if (baseDelay.isNegative() || baseDelay.compareTo(maxDelay) > 0) {
                throw DecoratorErrors.invalid("The retry's base delay must be 0 to its longest delay, " + maxDelay
                        + ", but is " + baseDelay + ".");
            }
            StorageStack.checkDuration("deadline of the retry", deadline);
            StorageStack.checkDuration("longest delay of the retry", maxDelay.plusNanos(1));
            return new RetryOptions(this);
        }
    }
}
