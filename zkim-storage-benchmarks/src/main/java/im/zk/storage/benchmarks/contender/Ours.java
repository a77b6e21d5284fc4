package im.zk.storage.benchmarks.contender;

import im.zk.storage.StorageBackend;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A backend of this library.
 *
 * @param backend the backend, which ends with the contender
 */
public record Ours(StorageBackend backend) implements Contender {

    @Override
    public CompletableFuture<?> set(String key, byte[] value) {
        return backend.set(key, value);
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return backend.get(key);
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return backend.has(key);
    }

    @Override
    public CompletableFuture<?> delete(String key) {
        return backend.delete(key);
    }

    @Override
    public void close() {
        backend.close();
    }
}
