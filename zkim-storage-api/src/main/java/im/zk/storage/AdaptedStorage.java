package im.zk.storage;

import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.BackendLog;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.Keys;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.TimedWork;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A {@link BlockingStore} as a backend: its calls run on the executor, and are interrupted where they are cancelled. */
final class AdaptedStorage implements StorageBackend, BackendErrors {

    private final BlockingStore store;
    private final Calls calls;

    AdaptedStorage(BlockingStore store, @Nullable Executor executor) {
        this.store = Objects.requireNonNull(store, "store");
        this.calls = Calls.blocking(this, executor, "adapted-storage");
        BackendLog.opened(this);
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(value, "value");
        return calls.runBlocking(Operation.SET, key, () -> {
            store.put(key, TimedWork.copy(value));
            return null;
        });
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return calls.runBlocking(Operation.GET, key, () -> {
            byte[] value = store.get(key);
            return value == null ? null : value.clone();
        });
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.runBlocking(Operation.HAS, key, () -> store.has(key));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.runBlocking(Operation.DELETE, key, () -> {
            store.delete(key);
            return null;
        });
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.runBlocking(Operation.CLEAR, () -> {
            deleteAll(list());
            return null;
        });
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.runBlocking(Operation.LIST, this::list);
    }

    @Override
    public void close() {
        calls.close();
    }

    @Override
    public String toString() {
        return "Adapted";
    }

    @Override
    public String code(Operation operation) {
        return operation.code("ADAPTED");
    }

    @Override
    public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
        // Its message may say anything, so only the cause holds it.
        String message = "The adapted store failed with " + cause.getClass().getName() + ".";
        return error(operation, key, kind(cause), message).cause(cause).build();
    }

    private static ErrorKind kind(Throwable cause) {
        if (cause instanceof TimeoutException || cause instanceof InterruptedIOException) {
            return ErrorKind.TIMEOUT;
        }
        if (cause instanceof UnsupportedOperationException) {
            return ErrorKind.UNSUPPORTED;
        }
        return cause instanceof IOException ? ErrorKind.UNAVAILABLE : ErrorKind.UNKNOWN;
    }

    private List<String> list() throws Exception {
        return store.keys().stream()
                .filter(key -> Keys.violation(key) == null)
                .distinct()
                .sorted(Keys.UTF8_ORDER)
                .toList();
    }

    /** The rest goes also where one does not. */
    private void deleteAll(List<String> keys) throws InterruptedException {
        List<String> failed = new ArrayList<>();
        Exception first = null;
        for (String key : keys) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                store.delete(key);
            } catch (InterruptedException interrupted) {
                throw interrupted;
            } catch (Exception failure) {
                failed.add(key);
                first = first == null ? failure : first;
            }
        }
        if (first != null) {
            ServiceException reason =
                    first instanceof ServiceException known ? known : translate(Operation.CLEAR, failed.get(0), first);
            throw ServiceException.builder(reason.code(), reason.kind(), Objects.requireNonNull(reason.getMessage()))
                    .failedKeys(failed)
                    .detailsOf(reason)
                    .cause(first)
                    .build();
        }
    }
}
