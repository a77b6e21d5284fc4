package im.zk.file;

import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fails chosen calls, before or after they took effect. */
final class FaultingStorage extends ForwardingStorageBackend {

    private final AtomicInteger calls = new AtomicInteger();
    private volatile IntPredicate fails = call -> false;
    private volatile boolean afterEffect;

    FaultingStorage(StorageBackend delegate) {
        super(delegate);
    }

    /** From now on the calls of these numbers fail, the first being 1; after they took effect or in their place. */
    void fail(IntPredicate chosen, boolean afterTheirEffect) {
        calls.set(0);
        afterEffect = afterTheirEffect;
        fails = chosen;
    }

    int calls() {
        return calls.get();
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

    private <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
        boolean failing = fails.test(calls.incrementAndGet());
        if (!failing) {
            return call.get();
        }
        ServiceException failure = ServiceException.builder(
                        "TEST_ERROR", ErrorKind.UNAVAILABLE, "This call was chosen to fail.")
                .build();
        return afterEffect
                ? call.get().thenCompose(done -> CompletableFuture.failedFuture(failure))
                : CompletableFuture.failedFuture(failure);
    }
}
