package im.zk.storage;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one exception with which an operation of a {@link StorageBackend} fails.
 *
 * <p>{@link #kind()} is for programs and means the same on every backend; {@link #code()} is for people and names the
 * backend and the operation. No part of it ever holds a credential or a byte of a value (rule E2). Immutable.
 */
public final class ServiceException extends RuntimeException {

    /** The code of an error that belongs to no single backend. */
    public static final String STORAGE_ERROR = "STORAGE_ERROR";

    /** Detail: the key that the operation was given, a {@code String}. */
    public static final String KEY = "key";

    /** Detail: the keys of a batch, or of a {@code clear}, for which it failed, a {@code List<String>}. */
    public static final String FAILED_KEYS = "failedKeys";

    /** Detail: the id under which the service's operator can find the request, a {@code String}. */
    public static final String REQUEST_ID = "requestId";

    /** Detail: how long the service asks to be left alone, in milliseconds, a {@code Long}. */
    public static final String RETRY_AFTER_MILLIS = "retryAfterMillis";

    private static final long serialVersionUID = 1L;

    private final String code;
    private final ErrorKind kind;
    private final LinkedHashMap<String, Object> details;

    private ServiceException(Builder builder) {
        super(builder.message, builder.cause);
        this.code = builder.code;
        this.kind = builder.kind;
        this.details = new LinkedHashMap<>(builder.details);
    }

    /**
     * Starts an exception.
     *
     * @param code which backend and operation, such as {@code S3_UPLOAD_ERROR}
     * @param kind why
     * @param message what went wrong and what to do about it
     * @return a builder for the details and the cause
     */
    public static Builder builder(String code, ErrorKind kind, String message) {
        return new Builder(code, kind, message);
    }

    /** The backend and the operation that failed, such as {@code S3_UPLOAD_ERROR}. */
    public String code() {
        return code;
    }

    /** Why it failed. */
    public ErrorKind kind() {
        return kind;
    }

    /** More about the failure: unmodifiable; values are strings, numbers, booleans and lists of strings. */
    public Map<String, Object> details() {
        return Collections.unmodifiableMap(details);
    }

    /** Whether the same call, made again later, may succeed: that of the {@link #kind()}. */
    public boolean isRetryable() {
        return kind.isRetryable();
    }

    /** The code, the kind and the message in one line, which is what heads a stack trace. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // getMessage() stays free for the words alone
    public String toString() {
        return "ServiceException[" + code + ", " + kind + "]: " + getMessage();
    }

    /** Collects what a {@link ServiceException} says. Not thread-safe. */
    public static final class Builder {
        private final String code;
        private final ErrorKind kind;
        private final String message;
        private final Map<String, Object> details = new LinkedHashMap<>();
        private @Nullable Throwable cause;

        private Builder(String code, ErrorKind kind, String message) {
            this.code = Objects.requireNonNull(code, "code");
            this.kind = Objects.requireNonNull(kind, "kind");
            this.message = Objects.requireNonNull(message, "message");
        }

        /** Names the key that the operation was given; null adds nothing. */
        public Builder key(@Nullable String key) {
            return key == null ? this : put(KEY, key);
        }

        /** Names the keys for which a batch failed, the first of them also as {@link #KEY}. */
        public Builder failedKeys(Collection<String> keys) {
            List<String> failed = List.copyOf(keys);
            return key(failed.isEmpty() ? null : failed.get(0)).put(FAILED_KEYS, failed);
        }

        /** Adds a detail in text; null adds nothing. */
        public Builder detail(String name, @Nullable String value) {
            return value == null ? this : put(name, value);
        }

        /** Adds a detail that is a number. */
        public Builder detail(String name, long value) {
            return put(name, value);
        }

        /** Adds a detail that is true or false. */
        public Builder detail(String name, boolean value) {
            return put(name, value);
        }

        /** Adds every detail of another failure that is not set yet. */
        public Builder detailsOf(ServiceException other) {
            other.details.forEach(details::putIfAbsent);
            return this;
        }

        /** Keeps what the failure came from. */
        public Builder cause(@Nullable Throwable cause) {
            this.cause = cause;
            return this;
        }

        /** Makes the exception. */
        public ServiceException build() {
            return new ServiceException(this);
        }

        private Builder put(String name, Object value) {
            details.put(Objects.requireNonNull(name, "name"), value);
            return this;
        }
    }
}
