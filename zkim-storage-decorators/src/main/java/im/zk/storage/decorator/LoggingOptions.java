package im.zk.storage.decorator;

import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Where a stack logs its operations, and how much of a key is seen there. Immutable. */
public final class LoggingOptions {

    /** The logger that is written to unless another is given. */
    public static final String DEFAULT_LOGGER = "im.zk.storage.operations";

    /** How much of a key, or of a listing's prefix, a line shows. */
    public enum KeyStyle {
        /** The key, quoted and shortened, with whatever cannot be printed escaped. */
        FULL,

        /**
         * The first 64 bits of its SHA-256: tells that two lines are about one key. No secret: who can guess a key can
         * check the guess.
         */
        HASHED,

        /** Nothing. */
        NONE
    }

    final Logger logger;
    final Level successLevel;
    final Level failureLevel;
    final KeyStyle keys;

    private LoggingOptions(Builder builder) {
        logger = builder.logger;
        successLevel = builder.successLevel;
        failureLevel = builder.failureLevel;
        keys = builder.keys;
    }

    /** Starts options. */
    public static Builder builder() {
        return new Builder();
    }

    /** The logger, the levels and how keys are shown. */
    @Override
    public String toString() {
        return "LoggingOptions[" + logger.getName() + ", " + successLevel + ", " + failureLevel + ", keys " + keys
                + "]";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private Logger logger = LoggerFactory.getLogger(DEFAULT_LOGGER);
        private Level successLevel = Level.DEBUG;
        private Level failureLevel = Level.WARN;
        private KeyStyle keys = KeyStyle.FULL;

        private Builder() {}

        /** The logger; {@value #DEFAULT_LOGGER} unless given. */
        public Builder logger(Logger logger) {
            this.logger = Objects.requireNonNull(logger, "logger");
            return this;
        }

        /** The level of operations that succeed, find nothing or are cancelled; {@code DEBUG} unless given. */
        public Builder successLevel(Level level) {
            this.successLevel = Objects.requireNonNull(level, "level");
            return this;
        }

        /** The level of operations that fail; {@code WARN} unless given. */
        public Builder failureLevel(Level level) {
            this.failureLevel = Objects.requireNonNull(level, "level");
            return this;
        }

        /** How keys are shown; {@link KeyStyle#FULL} unless given. */
        public Builder keys(KeyStyle keys) {
            this.keys = Objects.requireNonNull(keys, "keys");
            return this;
        }

        /** Makes the options. */
        public LoggingOptions build() {
            return new LoggingOptions(this);
        }
    }
}
