package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import im.zk.storage.StorageConfig;
import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.StorageDecoratorProvider;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stack as properties beside the backend's own: {@code s3://my-bucket/?retryMaximumAttempts=5&cacheMaximumBytes=67108864}.
 * A layer is there where one of its properties is; one that is {@code true} or {@code false} decides by itself.
 */
public final class StorageStackProvider implements StorageDecoratorProvider {

    private static final String METRICS = "metrics";
    private static final String LOGGING = "logging";
    private static final String LOGGING_KEYS = "loggingKeys";
    private static final String READ_ONLY = "readOnly";
    private static final String CACHE_BYTES = "cacheMaximumBytes";
    private static final String CACHE_TIME = "cacheTimeToLiveMillis";
    private static final String CACHE_MISSING_TIME = "cacheNegativeTimeToLiveMillis";
    private static final String RETRY_ATTEMPTS = "retryMaximumAttempts";
    private static final String RETRY_BASE_DELAY = "retryBaseDelayMillis";
    private static final String RETRY_MAXIMUM_DELAY = "retryMaximumDelayMillis";
    private static final String RETRY_DEADLINE = "retryDeadlineMillis";
    private static final String TIMEOUT = "operationTimeoutMillis";
    private static final String LIMIT = "concurrencyLimit";
    private static final String QUEUE = "concurrencyQueue";
    private static final String CHECKSUM = "checksum";
    private static final String CHECKSUM_UNMARKED = "checksumAcceptUnmarked";
    private static final String KEY_PREFIX = "keyPrefix";

    /** For {@link java.util.ServiceLoader}. */
    public StorageStackProvider() {}

    @Override
    public List<ConfigProperty> properties() {
        return List.of(
                ConfigProperty.optional(METRICS, "whether Micrometer's global registry measures; false"),
                ConfigProperty.optional(LOGGING, "whether each operation is logged; false"),
                ConfigProperty.optional(LOGGING_KEYS, "how the log shows keys: full, hashed or none; full"),
                ConfigProperty.optional(READ_ONLY, "whether changes are refused; false"),
                ConfigProperty.optional(CACHE_BYTES, "the bytes that the cache holds; 67108864"),
                ConfigProperty.optional(CACHE_TIME, "how long it keeps a value, in milliseconds; 60000"),
                ConfigProperty.optional(CACHE_MISSING_TIME, "how long it keeps that there is none; 0, not at all"),
                ConfigProperty.optional(RETRY_ATTEMPTS, "how often a call is tried in all, 1 to 100; 3"),
                ConfigProperty.optional(RETRY_BASE_DELAY, "the longest first wait, in milliseconds; 100"),
                ConfigProperty.optional(RETRY_MAXIMUM_DELAY, "the longest wait, in milliseconds; 10000"),
                ConfigProperty.optional(RETRY_DEADLINE, "when the last attempt begins, in milliseconds; 60000"),
                ConfigProperty.optional(TIMEOUT, "how long a call may take, in milliseconds; for ever"),
                ConfigProperty.optional(LIMIT, "how many calls are under way at a time; any number"),
                ConfigProperty.optional(QUEUE, "how many calls wait for that; 1000"),
                ConfigProperty.optional(CHECKSUM, "whether values are stored with a checksum; false"),
                ConfigProperty.optional(CHECKSUM_UNMARKED, "whether values without one are read; false"),
                ConfigProperty.optional(KEY_PREFIX, "what stands before every key, such as tenant-a/"));
    }

    @Override
    public StorageBackend decorate(StorageBackend backend, StorageConfig config) {
        StorageStack stack = StorageStack.over(backend);
        metrics(stack, config);
        logging(stack, config);
        if (config.getBoolean(READ_ONLY).orElse(false)) {
            stack.readOnly();
        }
        cache(stack, config);
        retry(stack, config);
        config.getMillis(TIMEOUT).ifPresent(stack::timeout);
        concurrencyLimit(stack, config);
        checksum(stack, config);
        config.get(KEY_PREFIX).ifPresent(stack::keyPrefix);
        return stack.build();
    }

    private static void metrics(StorageStack stack, StorageConfig config) {
        if (!config.getBoolean(METRICS).orElse(false)) {
            return;
        }
        try {
            stack.metrics(options -> {});
        } catch (NoClassDefFoundError missing) {
            throw DecoratorErrors.noMicrometer(missing);
        }
    }

    private static void logging(StorageStack stack, StorageConfig config) {
        Optional<String> keys = config.get(LOGGING_KEYS);
        if (config.getBoolean(LOGGING).orElse(keys.isPresent())) {
            stack.logging(options -> keys.map(StorageStackProvider::keyStyle).ifPresent(options::keys));
        }
    }

    private static void cache(StorageStack stack, StorageConfig config) {
        if (isThere(config, CACHE_BYTES, CACHE_TIME, CACHE_MISSING_TIME)) {
            stack.cache(options -> {
                config.getLong(CACHE_BYTES).ifPresent(options::maximumBytes);
                config.getMillis(CACHE_TIME).ifPresent(options::timeToLive);
                config.getMillis(CACHE_MISSING_TIME).ifPresent(options::negativeTimeToLive);
            });
        }
    }

    private static void retry(StorageStack stack, StorageConfig config) {
        if (isThere(config, RETRY_ATTEMPTS, RETRY_BASE_DELAY, RETRY_MAXIMUM_DELAY, RETRY_DEADLINE)) {
            stack.retry(options -> {
                config.getInt(RETRY_ATTEMPTS).ifPresent(options::maxAttempts);
                config.getMillis(RETRY_BASE_DELAY).ifPresent(options::baseDelay);
                config.getMillis(RETRY_MAXIMUM_DELAY).ifPresent(options::maxDelay);
                config.getMillis(RETRY_DEADLINE).ifPresent(options::deadline);
            });
        }
    }

    private static void concurrencyLimit(StorageStack stack, StorageConfig config) {
        if (isThere(config, LIMIT, QUEUE)) {
            config.require(LIMIT);
            stack.concurrencyLimit(options -> {
                config.getInt(LIMIT).ifPresent(options::maxConcurrent);
                config.getInt(QUEUE).ifPresent(options::maxQueued);
            });
        }
    }

    private static void checksum(StorageStack stack, StorageConfig config) {
        Optional<Boolean> unmarked = config.getBoolean(CHECKSUM_UNMARKED);
        if (config.getBoolean(CHECKSUM).orElse(unmarked.isPresent())) {
            stack.checksum(options -> unmarked.ifPresent(options::acceptUnmarked));
        }
    }

    private static boolean isThere(StorageConfig config, String... names) {
        return Stream.of(names).anyMatch(name -> config.get(name).isPresent());
    }

    private static LoggingOptions.KeyStyle keyStyle(String name) {
        return Stream.of(LoggingOptions.KeyStyle.values())
                .filter(style -> style.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        DecoratorErrors.invalid("The property '" + LOGGING_KEYS + "' must be full, hashed or none."));
    }
}
