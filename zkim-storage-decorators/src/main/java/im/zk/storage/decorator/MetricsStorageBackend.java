package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times every operation, and the bytes of its values, by operation and by how it ended. No meter is tagged
 * with a key: there are as many meters as there are operations and ends, however many keys.
 */
@SuppressWarnings("EnumOrdinal") // an array by both enums is what makes a lookup cost next to nothing
class MetricsStorageBackend extends ObservingStorageBackend {

    private static final String OPERATIONS = "zkim.storage.operations";
    private static final String BYTES = "zkim.storage.bytes";

    private static final int SUCCESS = 0;
    private static final int MISSING = 1;
    static final int CANCELLED = 2;
    static final int FAILURES = 3;
    private static final int ENDS = FAILURES + ErrorKind.values().length;

    private final MetricsOptions options;
    private final AtomicReferenceArray<@Nullable Meters> meters =
            new AtomicReferenceArray<>(ObservedOperation.values().length * ENDS);

    MetricsStorageBackend(StorageBackend delegate, MetricsOptions options) {
        super(delegate);
        this.options = options;
    }

    @Override
    Layer layer() {
        return Layer.METRICS;
    }

    @Override
    boolean isQuiet() {
        return false;
    }

    @Override
    void ended(
            ObservedOperation operation,
            Object subject,
            long sent,
            long nanos,
            @Nullable Object result,
            @Nullable Throwable failure) {
        int end = failure != null ? failedEnd(failure) : isMissing(operation, result) ? MISSING : SUCCESS;
        Meters own = meters(operation, end);
        own.timer.record(nanos, TimeUnit.NANOSECONDS);
        long bytes = sent + received(operation, result);
        if (bytes > 0) {
            own.bytes.increment((double) bytes);
        }
    }

    /** Made when first needed, so that a registry does not show what never happened. */
    private Meters meters(ObservedOperation operation, int end) {
        int at = operation.ordinal() * ENDS + end;
        Meters known = meters.get(at);
        if (known == null) {
            // Two threads that come here at once get the same meters: the registry makes each once.
            known = register(operation, end);
            meters.set(at, known);
        }
        return known;
    }

    private Meters register(ObservedOperation operation, int end) {
        String outcome = switch (end) {
            case SUCCESS -> "success";
            case MISSING -> "missing";
            case CANCELLED -> "cancelled";
            default -> "failure";
        };
        String kind = end < FAILURES
                ? "none"
                : ErrorKind.values()[end - FAILURES].name().toLowerCase(Locale.ROOT);
        Tags tags = options.tags.and("operation", operation.methodName(), "outcome", outcome, "kind", kind);
        return new Meters(
                Timer.builder(OPERATIONS)
                        .description("Operations of a storage")
                        .tags(tags)
                        .register(options.registry),
                Counter.builder(BYTES)
                        .description("Bytes of the values that were given to a storage, or that it gave")
                        .baseUnit("bytes")
                        .tags(tags)
                        .register(options.registry));
    }

    /** Which end a failure is. */
    int failedEnd(Throwable failure) {
        if (failure instanceof CancellationException) {
            return CANCELLED;
        }
        ErrorKind kind = failure instanceof ServiceException known ? known.kind() : ErrorKind.UNKNOWN;
        return FAILURES + kind.ordinal();
    }

    /** Whether a read found nothing. */
    boolean isMissing(ObservedOperation operation, @Nullable Object result) {
        return operation == ObservedOperation.GET ? result == null : Boolean.FALSE.equals(result);
    }

    @SuppressWarnings("unchecked") // that is what getBatch gives
    private static long received(ObservedOperation operation, @Nullable Object result) {
        if (result instanceof byte[] value) {
            return value.length;
        }
        return operation == ObservedOperation.GET_BATCH && result != null ? bytes((Map<String, byte[]>) result) : 0;
    }

    private record Meters(Timer timer, Counter bytes) {}
}
