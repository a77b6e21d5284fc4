package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that a test takes down and up again. */
final class FailingStorage extends ForwardingStorageBackend {

    private boolean down;
    private int calls;
    int closed;

    FailingStorage(StorageBackend delegate) {
        super(delegate);
    }

    void down(boolean isDown) {
        down = isDown;
    }

    /** How many calls have come, answered or not. */
    int calls() {
        return calls;
    }

    private <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
        calls++;
        return down
                ? CompletableFuture.failedFuture(
                        DecoratorErrors.of(ErrorKind.UNAVAILABLE, "It is down.").build())
                : call.get();
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        return call(() -> super.set(key, value));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return call(() -> super.get(key));
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return call(() -> super.has(key));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return call(() -> super.delete(key));
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return call(super::clear);
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return call(super::keys);
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        return call(() -> super.setBatch(entries));
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        return call(() -> super.getBatch(keys));
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        return call(() -> super.deleteBatch(keys));
    }

    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        return call(() -> super.listKeys(query));
    }

    @Override
    public void close() {
        closed++;
        super.close();
    }
}
