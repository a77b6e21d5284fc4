package im.zk.storage.decorator;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A decorator that does the same around every operation. */
abstract class AroundStorageBackend extends LayerStorageBackend {

    AroundStorageBackend(StorageBackend delegate) {
        super(delegate);
    }

    /** Makes the call of the delegate, if it is to be made, and gives the caller's future. */
    abstract <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call);

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        return around(Call.of(key, backend -> backend.set(key, value)));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        Objects.requireNonNull(key, "key");
        return around(Call.of(key, backend -> backend.get(key)));
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        Objects.requireNonNull(key, "key");
        return around(Call.of(key, backend -> backend.has(key)));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        Objects.requireNonNull(key, "key");
        return around(Call.of(key, backend -> backend.delete(key)));
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return around(Call.of(null, StorageBackend::clear));
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return around(Call.of(null, StorageBackend::keys));
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        entries.forEach((key, value) -> {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        });
        return around(storing(entries));
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        // A copy, here and in deleteBatch: the call may be made later or again, when the collection is another.
        List<String> distinct = Batches.distinct(keys);
        return around(new Call<>(null, distinct, backend -> backend.getBatch(distinct), null));
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        return around(deleting(Batches.distinct(keys)));
    }

    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        Objects.requireNonNull(query, "query");
        return around(Call.of(null, backend -> backend.listKeys(query)));
    }

    private static Call<@Nullable Void> storing(Map<String, byte[]> entries) {
        return new Call<>(null, entries.keySet(), backend -> backend.setBatch(entries), failed -> {
            Map<String, byte[]> left = new LinkedHashMap<>(entries);
            left.keySet().retainAll(Set.copyOf(failed));
            return storing(left);
        });
    }

    private static Call<@Nullable Void> deleting(List<String> keys) {
        return new Call<>(null, keys, backend -> backend.deleteBatch(keys), failed -> {
            Set<String> named = Set.copyOf(failed);
            return deleting(keys.stream().filter(named::contains).toList());
        });
    }
}
