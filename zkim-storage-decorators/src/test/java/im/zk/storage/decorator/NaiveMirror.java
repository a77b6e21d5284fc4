package im.zk.storage.decorator;

import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A mirror as it is written in an hour: to both, from the first that has it, with repair and without notes. */
final class NaiveMirror extends ForwardingStorageBackend {

    private final StorageBackend second;

    NaiveMirror(StorageBackend first, StorageBackend second) {
        super(first);
        this.second = second;
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        return both(delegate().set(key, value), second.set(key, value));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        CompletableFuture<byte @Nullable []> first =
                Futures.recover(delegate().get(key), failure -> CompletableFuture.completedFuture(null));
        return Futures.then(
                first,
                value -> value != null
                        ? first
                        : Futures.then(second.get(key), other -> {
                            if (other == null) {
                                return CompletableFuture.completedFuture(null);
                            }
                            return delegate().set(key, other).handle((done, failure) -> other);
                        }));
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return Futures.map(get(key), value -> value != null);
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return both(delegate().delete(key), second.delete(key));
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return both(delegate().clear(), second.clear());
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        return both(delegate().setBatch(entries), second.setBatch(entries));
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        return both(delegate().deleteBatch(keys), second.deleteBatch(keys));
    }

    private static CompletableFuture<@Nullable Void> both(
            CompletableFuture<@Nullable Void> one, CompletableFuture<@Nullable Void> other) {
        return Futures.then(one.handle((value, failure) -> failure), failure -> {
            return failure == null ? other : CompletableFuture.failedFuture(failure);
        });
    }
}
