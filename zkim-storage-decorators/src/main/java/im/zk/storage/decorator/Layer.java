package im.zk.storage.decorator;

/** What a stack is made of, outermost first: the one order that is right. */
enum Layer {
    /** Outside of all, so that it measures what the caller sees. */
    METRICS("metrics"),
    /** Outside of what may answer by itself, so that it tells of every call. */
    LOGGING("logging"),
    /** Refuses before anything else is done. */
    READ_ONLY("readOnly"),
    /** What it answers needs no attempt, no permit and no time. */
    CACHE("cache"),
    /** Around the timeout, which is that of one attempt. */
    RETRY("retry"),
    /** Around the limit, so that waiting in its queue counts. */
    TIMEOUT("timeout"),
    /** Around what speaks to the backend; a retry that waits holds no permit. */
    CONCURRENCY_LIMIT("concurrencyLimit"),
    /** Sees the bytes as they are stored. */
    CHECKSUM("checksum"),
    /** Innermost, so that all others speak of the caller's keys. */
    KEY_PREFIX("keyPrefix");

    private final String method;

    Layer(String method) {
        this.method = method;
    }

    /** The builder's method that adds it, as an error names it. */
    @Override
    public String toString() {
        return method;
    }
}
