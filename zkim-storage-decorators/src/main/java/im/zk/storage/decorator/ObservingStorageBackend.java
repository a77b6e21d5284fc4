package im.zk.storage.decorator;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Pending;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Watches how every operation ends and changes none. What is seen is told before the caller's future completes, so that
 * the time is the operation's alone, and whoever has the result also finds its trace.
 */
abstract class ObservingStorageBackend extends LayerStorageBackend {

    private static final String NOTHING = "";

    ObservingStorageBackend(StorageBackend delegate) {
        super(delegate);
    }

    /** Whether nobody would see what {@link #ended} tells, so that it need not be measured. */
    abstract boolean isQuiet();

    /**
     * Tells of an operation that has ended.
     *
     * @param operation which
     * @param subject the key, how many keys, or the query that it was given; an empty text for none
     * @param sent the bytes of the values that it was given
     * @param nanos how long it took
     * @param result what it gave, if it did
     * @param failure what it failed with, if it did; bare
     */
    abstract void ended(
            ObservedOperation operation,
            Object subject,
            long sent,
            long nanos,
            @Nullable Object result,
            @Nullable Throwable failure);

    @Override
    public final CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        if (isQuiet()) {
            return super.set(key, value);
        }
        long start = System.nanoTime();
        return observe(ObservedOperation.SET, key, value.length, start, super.set(key, value));
    }

    @Override
    public final CompletableFuture<byte @Nullable []> get(String key) {
        if (isQuiet()) {
            return super.get(key);
        }
        long start = System.nanoTime();
        return observe(ObservedOperation.GET, key, 0, start, super.get(key));
    }

    @Override
    public final CompletableFuture<Boolean> has(String key) {
        if (isQuiet()) {
            return super.has(key);
        }
        long start = System.nanoTime();
        return observe(ObservedOperation.HAS, key, 0, start, super.has(key));
    }

    @Override
    public final CompletableFuture<@Nullable Void> delete(String key) {
        if (isQuiet()) {
            return super.delete(key);
        }
        long start = System.nanoTime();
        return observe(ObservedOperation.DELETE, key, 0, start, super.delete(key));
    }

    @Override
    public final CompletableFuture<@Nullable Void> clear() {
        if (isQuiet()) {
            return super.clear();
        }
        long start = System.nanoTime();
        return observe(ObservedOperation.CLEAR, NOTHING, 0, start, super.clear());
    }

    @Override
    public final CompletableFuture<List<String>> keys() {
        if (isQuiet()) {
            return super.keys();
        }
        long start = System.nanoTime();
        return observe(ObservedOperation.KEYS, NOTHING, 0, start, super.keys());
    }

    @Override
    public final CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        if (isQuiet()) {
            return super.setBatch(entries);
        }
        long start = System.nanoTime();
        CompletableFuture<@Nullable Void> call = super.setBatch(entries);
        return observe(ObservedOperation.SET_BATCH, entries.size(), bytes(entries), start, call);
    }

    @Override
    public final CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        if (isQuiet()) {
            return super.getBatch(keys);
        }
        long start = System.nanoTime();
        return observe(ObservedOperation.GET_BATCH, keys.size(), 0, start, super.getBatch(keys));
    }

    @Override
    public final CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        if (isQuiet()) {
            return super.deleteBatch(keys);
        }
        long start = System.nanoTime();
        return observe(ObservedOperation.DELETE_BATCH, keys.size(), 0, start, super.deleteBatch(keys));
    }

    @Override
    public final CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        if (isQuiet()) {
            return super.listKeys(query);
        }
        long start = System.nanoTime();
        return observe(ObservedOperation.LIST_KEYS, query, 0, start, super.listKeys(query));
    }

    /** The bytes of all values. */
    static long bytes(Map<String, byte[]> values) {
        long bytes = 0;
        for (byte[] value : values.values()) {
            bytes += value.length;
        }
        return bytes;
    }

    private <T extends @Nullable Object> CompletableFuture<T> observe(
            ObservedOperation operation, Object subject, long sent, long start, CompletableFuture<T> call) {
        Objects.requireNonNull(subject, "subject");
        if (call.isDone()) {
            call.whenComplete((value, failure) -> tell(operation, subject, sent, start, value, failure));
            return call;
        }
        Pending<T> result = new Pending<>();
        result.runs(call);
        call.whenComplete((value, failure) -> {
            try {
                tell(operation, subject, sent, start, value, failure);
            } finally {
                result.end(value, failure);
            }
        });
        return result;
    }

    private void tell(
            ObservedOperation operation,
            Object subject,
            long sent,
            long start,
            @Nullable Object result,
            @Nullable Throwable failure) {
        long nanos = System.nanoTime() - start;
        ended(operation, subject, sent, nanos, result, failure == null ? null : Futures.unwrap(failure));
    }
}
