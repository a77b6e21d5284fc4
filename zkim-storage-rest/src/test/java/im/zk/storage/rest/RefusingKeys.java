package im.zk.storage.rest;

import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.spi.Futures;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A store behind the server that gives no access to some keys, as one with rights by key does. */
final class RefusingKeys extends ForwardingStorageBackend {

    private final Set<String> refused;

    RefusingKeys(StorageBackend store, Set<String> refused) {
        super(store);
        this.refused = refused;
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        return refused.contains(key) ? refusal(List.of(key)) : super.set(key, value);
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return refused.contains(key) ? refusal(List.of(key)) : super.get(key);
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return refused.contains(key) ? refusal(List.of(key)) : super.delete(key);
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return Futures.then(keys(), keys -> Batches.run(keys.iterator(), 1, List::of, this::delete));
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        return DefaultOperations.setBatch(this, entries);
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        return DefaultOperations.getBatch(this, keys);
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        return DefaultOperations.deleteBatch(this, keys);
    }

    private static <T extends @Nullable Object> CompletableFuture<T> refusal(List<String> keys) {
        return CompletableFuture.failedFuture(ServiceException.builder(
                        ServiceException.STORAGE_ERROR, ErrorKind.PERMISSION_DENIED, "No right to " + keys)
                .failedKeys(keys)
                .build());
    }
}
