package im.zk.storage;

/** Why an operation failed, in words that mean the same on every backend. */
public enum ErrorKind {
    /** The key breaks the key rules; nothing was sent or written. */
    INVALID_KEY(false),

    /** The configuration, or another argument than a key, is missing, unknown or malformed. */
    INVALID_CONFIG(false),

    /** The value is larger than the service can hold; what was stored before is still there. */
    VALUE_TOO_LARGE(false),

    /** The bucket, container, table, directory or node that holds the keys does not exist. */
    CONTAINER_NOT_FOUND(false),

    /** The service refused the credentials, or they do not allow the operation. */
    PERMISSION_DENIED(false),

    /** The service asks to be called less often. */
    RATE_LIMITED(true),

    /** The service could not be reached, broke off, or says that it cannot answer now. */
    UNAVAILABLE(true),

    /** No answer came in time; whether the operation took effect is not known. */
    TIMEOUT(true),

    /** Another operation on the same key or container got in the way. */
    CONFLICT(true),

    /** What came back is not what was stored, or not what the service's protocol allows. */
    CORRUPTED(false),

    /** This backend does not declare the {@link Capability} that the operation needs. */
    UNSUPPORTED(false),

    /** The backend was closed. */
    CLOSED(false),

    /** None of the others; the cause says more. */
    UNKNOWN(false);

    private final boolean retryable;

    ErrorKind(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same call, made again later, may succeed. */
    public boolean isRetryable() {
        return retryable;
    }
}
