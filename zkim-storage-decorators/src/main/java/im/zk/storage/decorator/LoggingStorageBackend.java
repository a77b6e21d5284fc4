package im.zk.storage.decorator;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Keys;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Writes a line for every operation: what, the key, the bytes, how long, how it ended. Never a value; where keys are not
 * shown in full, not the words of a failure either, for they may quote one.
 */
class LoggingStorageBackend extends ObservingStorageBackend {

    private static final int HASH_BYTES = 8;

    private final LoggingOptions options;
    private final Logger logger;
    private final String backend;

    LoggingStorageBackend(StorageBackend delegate, LoggingOptions options) {
        super(delegate);
        this.options = options;
        this.logger = options.logger;
        this.backend = delegate.toString();
    }

    @Override
    Layer layer() {
        return Layer.LOGGING;
    }

    @Override
    boolean isQuiet() {
        return !logger.isEnabledForLevel(options.failureLevel) && !logger.isEnabledForLevel(options.successLevel);
    }

    @Override
    void ended(
            ObservedOperation operation,
            Object subject,
            long sent,
            long nanos,
            @Nullable Object result,
            @Nullable Throwable failure) {
        boolean failed = failure != null && !(failure instanceof CancellationException);
        Level level = failed ? options.failureLevel : options.successLevel;
        if (!logger.isEnabledForLevel(level)) {
            return;
        }
        String end =
                failure == null ? answer(operation, sent, result) : failed ? "failed, " + words(failure) : "cancelled";
        logger.atLevel(level)
                .log(
                        "{} {}{}: {}, {} µs",
                        backend,
                        operation.methodName(),
                        show(subject),
                        end,
                        TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    /** How a failure is told. */
    String words(Throwable failure) {
        if (!(failure instanceof ServiceException known)) {
            return failure.getClass().getName();
        }
        String reason = known.code() + " " + known.kind();
        return options.keys == LoggingOptions.KeyStyle.FULL ? reason + ", " + known.getMessage() : reason;
    }

    /** How a result is told. */
    String answer(ObservedOperation operation, long sent, @Nullable Object result) {
        if (result instanceof byte[] value) {
            return value.length + " bytes";
        }
        if (result instanceof Map<?, ?> values) {
            long bytes = values.values().stream()
                    .mapToLong(value -> ((byte[]) value).length)
                    .sum();
            return values.size() + " found, " + bytes + " bytes";
        }
        if (result instanceof Collection<?> keys) {
            return keys.size() + " keys";
        }
        if (result instanceof KeyPage page) {
            return page.keys().size() + " keys" + (page.nextToken() == null ? ", the last" : "");
        }
        if (result != null) {
            return result.toString();
        }
        return switch (operation) {
            case SET, SET_BATCH -> sent + " bytes";
            case GET -> "missing";
            default -> "done";
        };
    }

    /** How a key is told. */
    String show(Object subject) {
        if (subject instanceof Integer keys) {
            return " of " + keys + " keys";
        }
        String text = subject instanceof KeyQuery query ? query.prefix() : subject.toString();
        if (text.isEmpty()) {
            return "";
        }
        return switch (options.keys) {
            case FULL -> " " + Keys.quote(text);
            case HASHED -> " #" + hash(text);
            case NONE -> "";
        };
    }

    private static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }
}
