package im.zk.storage.spi;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a backend's optional operations do unless it overrides them: the same by means of the six that it must have. */
public final class DefaultOperations {

    private static final byte[] NOTHING = {};

    private DefaultOperations() {}

    /** {@link StorageBackend#setBatch} by means of {@code set}, {@value Batches#CONCURRENCY} at a time. */
    public static CompletableFuture<@Nullable Void> setBatch(StorageBackend backend, Map<String, byte[]> entries) {
        Map<String, byte[]> copy = new LinkedHashMap<>();
        entries.forEach(
                (key, value) -> copy.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
        return each(List.copyOf(copy.keySet()), key -> backend.set(key, copy.getOrDefault(key, NOTHING)));
    }

    /** {@link StorageBackend#getBatch} by means of {@code get}, {@value Batches#CONCURRENCY} at a time. */
    public static CompletableFuture<Map<String, byte[]>> getBatch(StorageBackend backend, Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        Map<String, byte[]> found = new ConcurrentHashMap<>();
        CompletableFuture<@Nullable Void> all = each(
                distinct,
                key -> Futures.map(backend.get(key), value -> {
                    if (value != null) {
                        found.put(key, value);
                    }
                    return value;
                }));
        return Futures.map(all, ignored -> inOrder(distinct, found));
    }

    /** {@link StorageBackend#deleteBatch} by means of {@code delete}, {@value Batches#CONCURRENCY} at a time. */
    public static CompletableFuture<@Nullable Void> deleteBatch(StorageBackend backend, Collection<String> keys) {
        return each(Batches.distinct(keys), backend::delete);
    }

    /** {@link StorageBackend#listKeys} by means of {@code keys}, sorted. */
    public static CompletableFuture<KeyPage> listKeys(StorageBackend backend, KeyQuery query) {
        Objects.requireNonNull(query, "query");
        String violation = Keys.prefixViolation(query.prefix());
        if (violation != null) {
            String message = "The prefix " + Keys.quote(query.prefix()) + " " + violation + ".";
            ServiceException refusal = ServiceException.builder(
                            ServiceException.STORAGE_ERROR, ErrorKind.INVALID_KEY, message)
                    .key(query.prefix())
                    .build();
            return refused(backend, refusal);
        }
        String after;
        try {
            after = Pages.after(query);
        } catch (ServiceException invalid) {
            return refused(backend, invalid);
        }
        return Futures.map(Futures.call(backend::keys), keys -> page(keys, after, query));
    }

    private static CompletableFuture<KeyPage> refused(StorageBackend backend, ServiceException refusal) {
        return Futures.then(none(Futures.call(() -> backend.has(""))), open -> CompletableFuture.failedFuture(refusal));
    }

    /** Values by key in the order of the keys: unmodifiable, without the keys that were not found. */
    public static Map<String, byte[]> inOrder(List<String> keys, Map<String, byte[]> found) {
        Map<String, byte[]> ordered = new LinkedHashMap<>();
        for (String key : keys) {
            byte[] value = found.get(key);
            if (value != null) {
                ordered.put(key, value);
            }
        }
        return Collections.unmodifiableMap(ordered);
    }

    private static KeyPage page(List<String> keys, @Nullable String after, KeyQuery query) {
        List<String> sorted = keys.stream()
                .filter(key -> key.startsWith(query.prefix()))
                .filter(key -> after == null || Keys.UTF8_ORDER.compare(key, after) > 0)
                .sorted(Keys.UTF8_ORDER)
                .limit(query.limit() + 1L)
                .toList();
        return Pages.page(sorted, query);
    }

    /** An illegal key is given to the operation itself, which refuses it in the backend's own words. */
    private static CompletableFuture<@Nullable Void> each(
            List<String> keys, Function<String, ? extends CompletableFuture<?>> operation) {
        if (keys.isEmpty()) {
            return none(operation.apply(""));
        }
        List<String> illegal =
                keys.stream().filter(key -> Keys.violation(key) != null).toList();
        return Batches.run((illegal.isEmpty() ? keys : illegal).iterator(), Batches.CONCURRENCY, List::of, operation);
    }

    /**
     * A batch of nothing, or a query that cannot be used, has to fail as all else where the backend is closed, or cannot do the
     * operation at all. It says so of a key that is none too, and sends nothing for it.
     */
    private static CompletableFuture<@Nullable Void> none(CompletableFuture<?> ofIllegalKey) {
        CompletableFuture<@Nullable Void> refused = Futures.map(ofIllegalKey, ignored -> null);
        return Futures.recover(
                refused,
                failure -> failure instanceof ServiceException known && known.kind() == ErrorKind.INVALID_KEY
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(failure));
    }
}
