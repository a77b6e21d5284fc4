package im.zk.storage.decorator;

import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Puts decorators around a backend in the one order that is right, whatever order they are named in:
 *
 * <pre>{@code
 * StorageBackend storage = StorageStack.over(s3)
 *         .metrics(registry)
 *         .cache(c -> c.maximumBytes(64 << 20))
 *         .retry(r -> r.maxAttempts(5))
 *         .timeout(Duration.ofSeconds(10))
 *         .build();
 * }</pre>
 *
 * <p>Outermost first: metrics, logging, read-only, cache, retry, timeout, concurrency limit, checksum, key prefix, backend.
 * Each at most once. What a method is given is checked at once, with kind {@code INVALID_CONFIG}. Not thread-safe.
 */
public final class StorageStack {

    private static final Duration LONGEST = Duration.ofDays(365);

    private final StorageBackend backend;
    private final Map<Layer, UnaryOperator<StorageBackend>> layers = new EnumMap<>(Layer.class);
    private boolean built;

    private StorageStack(StorageBackend backend) {
        this.backend = Objects.requireNonNull(backend, "backend");
    }

    /** Starts a stack over a backend, which is closed with it, and is not to be used by itself any more. */
    public static StorageStack over(StorageBackend backend) {
        return new StorageStack(backend);
    }

    /** Measures every operation with Micrometer, which is an optional dependency. */
    public StorageStack metrics(MeterRegistry registry) {
        return metrics(options -> options.registry(registry));
    }

    /** Measures every operation with Micrometer; in its global registry, unless another is given. */
    public StorageStack metrics(Consumer<MetricsOptions.Builder> options) {
        MetricsOptions.Builder builder = MetricsOptions.builder();
        options.accept(builder);
        MetricsOptions built = builder.build();
        return add(Layer.METRICS, delegate -> new MetricsStorageBackend(delegate, built));
    }

    /** Logs every operation that succeeds with level {@code DEBUG}, and every other with {@code WARN}. */
    public StorageStack logging() {
        return logging(options -> {});
    }

    /** Logs every operation: key, size and time, never a value. */
    public StorageStack logging(Consumer<LoggingOptions.Builder> options) {
        LoggingOptions.Builder builder = LoggingOptions.builder();
        options.accept(builder);
        LoggingOptions built = builder.build();
        return add(Layer.LOGGING, delegate -> new LoggingStorageBackend(delegate, built));
    }

    /** Refuses everything that changes something with kind {@code UNSUPPORTED}. */
    public StorageStack readOnly() {
        return add(Layer.READ_ONLY, ReadOnlyStorageBackend::new);
    }

    /** Keeps what was read, up to 64 MiB, for a minute. */
    public StorageStack cache() {
        return cache(options -> {});
    }

    /** Keeps what was read. What this stack writes is never read as it was before; what others write is, for a while. */
    public StorageStack cache(Consumer<CacheOptions.Builder> options) {
        CacheOptions.Builder builder = CacheOptions.builder();
        options.accept(builder);
        CacheOptions built = builder.build();
        return add(Layer.CACHE, delegate -> new CachingStorageBackend(delegate, built));
    }

    /** Makes calls again that failed with a retryable kind, three times in all, within a minute. */
    public StorageStack retry() {
        return retry(options -> {});
    }

    /** Makes calls again that failed with a retryable kind. The backend's own retries are turned off. */
    public StorageStack retry(Consumer<RetryOptions.Builder> options) {
        RetryOptions.Builder builder = RetryOptions.builder();
        options.accept(builder);
        RetryOptions built = builder.build();
        return add(Layer.RETRY, delegate -> new RetryingStorageBackend(delegate, built));
    }

    /** Fails a call that takes longer with kind {@code TIMEOUT}, and cancels it. With retries: each attempt. */
    public StorageStack timeout(Duration timeout) {
        checkDuration("timeout", timeout);
        return add(Layer.TIMEOUT, delegate -> new TimeoutStorageBackend(delegate, timeout));
    }

    /** Lets so many calls through at a time; {@value ConcurrencyLimitOptions#DEFAULT_MAX_QUEUED} more wait. */
    public StorageStack concurrencyLimit(int maxConcurrent) {
        return concurrencyLimit(options -> options.maxConcurrent(maxConcurrent));
    }

    /** Lets so many calls through at a time; others wait, or are refused with kind {@code RATE_LIMITED}. */
    public StorageStack concurrencyLimit(Consumer<ConcurrencyLimitOptions.Builder> options) {
        ConcurrencyLimitOptions.Builder builder = ConcurrencyLimitOptions.builder();
        options.accept(builder);
        ConcurrencyLimitOptions built = builder.build();
        return add(Layer.CONCURRENCY_LIMIT, delegate -> new ConcurrencyLimitStorageBackend(delegate, built));
    }

    /** Stores each value with a CRC-32C behind it, and fails with kind {@code CORRUPTED} where it does not match. */
    public StorageStack checksum() {
        return checksum(options -> {});
    }

    /** Stores each value with a checksum behind it, and fails with kind {@code CORRUPTED} where it does not match. */
    public StorageStack checksum(Consumer<ChecksumOptions.Builder> options) {
        ChecksumOptions.Builder builder = ChecksumOptions.builder();
        options.accept(builder);
        ChecksumOptions built = builder.build();
        return add(Layer.CHECKSUM, delegate -> new ChecksumStorageBackend(delegate, built));
    }

    /** Keeps to the keys that begin with a prefix, which ends with {@code /} and is not part of the caller's keys. */
    public StorageStack keyPrefix(String prefix) {
        String checked = PrefixStorageBackend.checked(prefix);
        return add(Layer.KEY_PREFIX, delegate -> new PrefixStorageBackend(delegate, checked));
    }

    /**
     * Puts the stack together. Without {@link #retry}, retries of the backend's own stay.
     *
     * @return the stack, whose text shows it: {@code Caching(Retrying(Timeout(S3[my-bucket/zkim-files/])))}
     * @throws ServiceException of kind {@code INVALID_CONFIG} where the backend is a stack itself that has one of the
     *     layers, or one that belongs around one of them; or where the backend retries and cannot be made to stop
     */
    public StorageBackend build() {
        if (built) {
            throw DecoratorErrors.invalid("This stack was built already. Start another one over another backend.");
        }
        checkOrder();
        StorageBackend stack = layers.containsKey(Layer.RETRY) ? backend.withoutRetries() : backend;
        built = true;
        Layer[] outermostFirst = Layer.values();
        for (int at = outermostFirst.length - 1; at >= 0; at--) {
            UnaryOperator<StorageBackend> layer = layers.get(outermostFirst[at]);
            stack = layer == null ? stack : layer.apply(stack);
        }
        return stack;
    }

    /** Refuses what no timer can count. */
    static void checkDuration(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw DecoratorErrors.invalid(
                    "The " + what + " must be more than nothing and at most a year, but is " + duration + ".");
        }
    }

    private StorageStack add(Layer layer, UnaryOperator<StorageBackend> decorator) {
        if (layers.putIfAbsent(layer, decorator) != null) {
            throw DecoratorErrors.invalid("The stack has " + layer + " already; each is there once.");
        }
        return this;
    }

    private void checkOrder() {
        StorageBackend each = backend;
        while (each instanceof LayerStorageBackend there) {
            for (Layer added : layers.keySet()) {
                if (added == there.layer()) {
                    throw DecoratorErrors.invalid(backend + " has " + added + " already; each is there once.");
                }
                if (added.compareTo(there.layer()) > 0) {
                    throw DecoratorErrors.invalid("The layer " + added + " belongs inside of " + there.layer()
                            + ", which " + backend + " has already. Name both in one stack over the bare backend.");
                }
            }
            each = there.wrapped();
        }
    }
}
