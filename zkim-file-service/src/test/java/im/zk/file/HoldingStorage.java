package im.zk.file;

import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.StorageBackend;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holds chosen calls before they take effect, or their answers after it, until they are released. */
final class HoldingStorage extends ForwardingStorageBackend {

    private final Map<String, Held> calls = new ConcurrentHashMap<>();
    private final Map<String, Held> answers = new ConcurrentHashMap<>();

    HoldingStorage(StorageBackend delegate) {
        super(delegate);
    }

    /** What is held. */
    record Held(CompletableFuture<Boolean> reached, CompletableFuture<Boolean> released) {
        void release() {
            released.complete(true);
        }
    }

    /** Holds the next call that begins so: the operation, a space, and the beginning of the key, for a batch of its first. */
    Held holdNextCall(String beginning) {
        return hold(calls, beginning);
    }

    /** Lets the next such call take effect, and holds its answer. */
    Held holdNextAnswer(String beginning) {
        return hold(answers, beginning);
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        byte[] copy = value.clone();
        return call("set " + key, () -> super.set(key, copy));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return call("get " + key, () -> super.get(key));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return call("delete " + key, () -> super.delete(key));
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        return call("setBatch " + first(entries.keySet()), () -> super.setBatch(entries));
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        return call("getBatch " + first(keys), () -> super.getBatch(keys));
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        return call("deleteBatch " + first(keys), () -> super.deleteBatch(keys));
    }

    private <T extends @Nullable Object> CompletableFuture<T> call(String what, Supplier<CompletableFuture<T>> call) {
        Held before = taken(calls, what);
        CompletableFuture<T> answer =
                before == null ? call.get() : reached(before).thenCompose(released -> call.get());
        Held after = taken(answers, what);
        return after == null
                ? answer
                : answer.thenCompose(value -> reached(after).thenApply(released -> value));
    }

    private static Held hold(Map<String, Held> holds, String beginning) {
        Held held = new Held(new CompletableFuture<>(), new CompletableFuture<>());
        holds.put(beginning, held);
        return held;
    }

    private static CompletableFuture<Boolean> reached(Held held) {
        held.reached().complete(true);
        return held.released();
    }

    private static @Nullable Held taken(Map<String, Held> holds, String what) {
        for (String beginning : holds.keySet()) {
            if (what.startsWith(beginning)) {
                return holds.remove(beginning);
            }
        }
        return null;
    }

    private static String first(Collection<String> keys) {
        return keys.stream().findFirst().orElse("");
    }
}
