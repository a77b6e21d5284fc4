package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.ValueTooLargeException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A client of a {@link StrictService}: every call is made on another thread, so that nothing is complete at once. */
final class StrictStorage implements StorageBackend, BackendErrors {

    private static final int LONGEST_WAY_NANOS = 300_000;

    private final StrictService service;
    private final Calls calls;

    StrictStorage(StrictService service, @Nullable Executor executor) {
        this.service = service;
        this.calls = Calls.blocking(this, executor, "strict");
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(value, "value");
        return calls.runBlocking(Operation.SET, key, () -> {
            service.serve(key);
            if (value.length > StrictService.MAXIMUM_BYTES) {
                throw new ValueTooLargeException(value.length, StrictService.MAXIMUM_BYTES);
            }
            byte[] own = value.clone();
            if (Thread.currentThread().isInterrupted()) {
                // Whoever cancelled may have changed the array before it was read.
                throw new InterruptedException();
            }
            service.values.put(key, own);
            return null;
        });
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return calls.runBlocking(Operation.GET, key, () -> {
            service.serve(key);
            byte[] value = service.values.get(key);
            // The answer is on its way, and may be overtaken.
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(LONGEST_WAY_NANOS));
            return value == null ? null : value.clone();
        });
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.runBlocking(Operation.HAS, key, () -> {
            service.serve(key);
            return service.values.containsKey(key);
        });
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.runBlocking(Operation.DELETE, key, () -> {
            service.serve(key);
            service.values.remove(key);
            return null;
        });
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.runBlocking(Operation.CLEAR, () -> {
            RuntimeException refused = null;
            service.serve("");
            for (String key : service.values.keySet()) {
                try {
                    service.serve(key);
                    service.values.remove(key);
                } catch (IllegalStateException failure) {
                    refused = failure;
                }
            }
            if (refused != null) {
                throw refused;
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.runBlocking(Operation.LIST, () -> {
            service.serve("");
            return List.copyOf(service.values.keySet());
        });
    }

    @Override
    public void close() {
        calls.close();
    }

    @Override
    public String toString() {
        return "Strict";
    }

    @Override
    public String code(Operation operation) {
        return operation.code("STRICT");
    }

    @Override
    public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
        ErrorKind kind = service.exists ? ErrorKind.UNAVAILABLE : ErrorKind.CONTAINER_NOT_FOUND;
        return error(operation, key, kind, "The service failed.").cause(cause).build();
    }
}
