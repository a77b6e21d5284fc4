package im.zk.file;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets work for one file wait for the end of the work before it, so that the changes of one service never overwrite each other.
 *
 * <p>Work whose result is cancelled while it waits never begins; once begun it goes on to its end, so that the next never meets
 * its half.
 */
final class OneByOne {

    private final Map<String, CompletableFuture<@Nullable Void>> last = new ConcurrentHashMap<>();

    <T> CompletableFuture<T> run(String id, Supplier<CompletableFuture<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> before = last.put(id, ended);
        ended.whenComplete((value, failure) -> last.remove(id, ended));
        if (before == null) {
            begin(result, ended, work);
        } else {
            before.whenComplete((value, failure) -> begin(result, ended, work));
        }
        return result;
    }

    private static <T> void begin(
            CompletableFuture<T> result, CompletableFuture<@Nullable Void> ended, Supplier<CompletableFuture<T>> work) {
        if (result.isDone()) {
            ended.complete(null);
            return;
        }
        try {
            work.get().whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(failure);
                }
                ended.complete(null);
            });
        } catch (RuntimeException | Error thrown) {
            result.completeExceptionally(thrown);
            ended.complete(null);
        }
    }
}
