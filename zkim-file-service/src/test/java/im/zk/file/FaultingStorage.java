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
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fails chosen calls: before they take effect, after it, or with an effect that comes later, when the answer was given. */
final class FaultingStorage extends ForwardingStorageBackend {

    private final AtomicInteger calls = new AtomicInteger();
    private volatile IntPredicate fails = call -> false;
    private volatile Effect effect = Effect.NONE;
    private final Queue<Runnable> late = new ConcurrentLinkedQueue<>();

    FaultingStorage(StorageBackend delegate) {
        super(delegate);
    }

    /** What a call that fails does nevertheless. */
    enum Effect {
        NONE,
        BEFORE_THE_FAILURE,
        LATER
    }

    /** From now on the calls of these numbers fail, the first being 1. */
    void fail(IntPredicate chosen, Effect ofThem) {
        calls.set(0);
        effect = ofThem;
        fails = chosen;
    }

    void failNone() {
        fail(call -> false, Effect.NONE);
    }

    /** Lets the effects come that are late, in the order of the calls. */
    void release() {
        for (Runnable each = late.poll(); each != null; each = late.poll()) {
            each.run();
        }
    }

    int calls() {
        return calls.get();
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        byte[] copy = value.clone();
        return call(() -> super.set(key, copy));
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
        CompletableFuture<T> failed = CompletableFuture.failedFuture(failure);
        return switch (effect) {
            case NONE -> failed;
            case BEFORE_THE_FAILURE -> call.get().thenCompose(done -> failed);
            case LATER -> {
                late.add(() -> call.get().join());
                yield failed;
            }
        };
    }
}
