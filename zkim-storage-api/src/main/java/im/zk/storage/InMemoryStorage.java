package im.zk.storage;

import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.BackendLog;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.Keys;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps values in this process's memory: for tests, and for what may be lost with the process.
 *
 * <p>Operations are complete when they return. A value may have as many bytes as an array; what is stored is bounded by
 * the heap alone. Lists in the order of the keys' UTF-8 bytes.
 */
public final class InMemoryStorage implements StorageBackend {

    private static final BackendErrors ERRORS = new MemoryErrors();

    private final ConcurrentNavigableMap<String, byte[]> values;
    private final Calls calls = Calls.async(ERRORS);

    /** An empty storage of its own. */
    public InMemoryStorage() {
        this(new ConcurrentSkipListMap<>(Keys.UTF8_ORDER));
    }

    private InMemoryStorage(ConcurrentNavigableMap<String, byte[]> values) {
        this.values = values;
        BackendLog.opened(this);
    }

    /** A second client of the same values, with a life of its own: closing either leaves the other open. */
    public InMemoryStorage newClient() {
        return new InMemoryStorage(values);
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(value, "value");
        return calls.run(Operation.SET, key, now(() -> {
            values.put(key, value.clone());
            return null;
        }));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return calls.run(Operation.GET, key, now(() -> {
            byte[] value = values.get(key);
            return value == null ? null : value.clone();
        }));
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.run(Operation.HAS, key, now(() -> values.containsKey(key)));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.run(Operation.DELETE, key, now(() -> {
            values.remove(key);
            return null;
        }));
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.run(Operation.CLEAR, now(() -> {
            values.clear();
            return null;
        }));
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.run(Operation.LIST, now(() -> List.copyOf(values.keySet())));
    }

    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        return calls.run(Operation.LIST, query, now(() -> {
            String after = Pages.after(query);
            List<String> keys = new ArrayList<>();
            boolean resumes = after != null && Keys.UTF8_ORDER.compare(after, query.prefix()) >= 0;
            for (String key :
                    values.tailMap(resumes ? after : query.prefix(), !resumes).keySet()) {
                if (!key.startsWith(query.prefix()) || keys.size() > query.limit()) {
                    break;
                }
                keys.add(key);
            }
            return Pages.page(keys, query);
        }));
    }

    /** Refuses operations from now on; the values stay with the other clients. */
    @Override
    public void close() {
        calls.close();
    }

    /** {@code Memory}. */
    @Override
    public String toString() {
        return "Memory";
    }

    private static <T extends @Nullable Object> Supplier<CompletableFuture<T>> now(Supplier<T> work) {
        return () -> CompletableFuture.completedFuture(work.get());
    }

    private static final class MemoryErrors implements BackendErrors {
        @Override
        public String code(Operation operation) {
            return operation.code("MEMORY");
        }

        @Override
        public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
            String message =
                    "The in-memory storage failed with " + cause.getClass().getName() + ".";
            return error(operation, key, ErrorKind.UNKNOWN, message)
                    .cause(cause)
                    .build();
        }
    }
}
