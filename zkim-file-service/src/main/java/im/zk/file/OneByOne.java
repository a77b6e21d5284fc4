package im.zk.file;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Lets work for one file wait for the work before it, so that the changes of one service never overwrite each other. */
final class OneByOne {

    private final Map<String, CompletableFuture<?>> last = new ConcurrentHashMap<>();

    <T> CompletableFuture<T> run(String id, Supplier<CompletableFuture<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<?> before = last.put(id, result);
        Runnable begin = () -> begin(id, result, work);
        if (before == null) {
            begin.run();
        } else {
            before.whenComplete((value, failure) -> begin.run());
        }
        return result;
    }

    private <T> void begin(String id, CompletableFuture<T> result, Supplier<CompletableFuture<T>> work) {
        result.whenComplete((value, failure) -> last.remove(id, result));
        if (result.isDone()) {
            return;
        }
        try {
            CompletableFuture<T> begun = work.get();
            result.whenComplete((value, failure) -> begun.cancel(true));
            begun.whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException | Error thrown) {
            result.completeExceptionally(thrown);
        }
    }
}
