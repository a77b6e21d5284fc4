package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A backend whose calls a test ends by hand, in any order. */
final class ManualStorage implements StorageBackend {

    private final List<CompletableFuture<@Nullable Object>> futures = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    int closed;

    /** What was called so far, in order: {@code get key}. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** The future of a call, by the order of the calls. */
    CompletableFuture<@Nullable Object> call(int at) {
        return futures.get(at);
    }

    /** The call that was made last. */
    CompletableFuture<@Nullable Object> last() {
        return futures.get(futures.size() - 1);
    }

    /** Ends a call, which must be under way, with a result. */
    void end(int at, @Nullable Object result) {
        assertThat(futures.get(at).complete(result))
                .as("call %d is under way", at)
                .isTrue();
    }

    /** Ends a call, which must be under way, with a failure, and gives that. */
    ServiceException fail(int at, ErrorKind kind) {
        ServiceException failure = ServiceException.builder("MANUAL_ERROR", kind, "It failed by hand.")
                .key("secret/key")
                .build();
        assertThat(futures.get(at).completeExceptionally(failure))
                .as("call %d is under way", at)
                .isTrue();
        return failure;
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(value, "value");
        return begin("set " + key);
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return begin("get " + key);
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return begin("has " + key);
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return begin("delete " + key);
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return begin("clear");
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return begin("keys");
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        return begin("setBatch " + entries.keySet());
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        return begin("getBatch " + keys);
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        return begin("deleteBatch " + keys);
    }

    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        return begin("listKeys " + query.prefix());
    }

    @Override
    public void close() {
        closed++;
    }

    @Override
    public String toString() {
        return "Manual";
    }

    @SuppressWarnings("unchecked") // the test ends each call with what it gives
    private <T extends @Nullable Object> CompletableFuture<T> begin(String call) {
        calls.add(call);
        CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
        futures.add(future);
        return (CompletableFuture<T>) future;
    }
}
