package im.zk.file;

import im.zk.storage.spi.BackendExecutors;
import im.zk.storage.spi.Futures;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all operations have in common: nothing is thrown, nothing is computed on the caller's thread, failures become
 * {@link im.zk.storage.ServiceException} itself, and nothing starts after {@link #close()}.
 */
final class FileCalls implements AutoCloseable {

    private final Executor executor;
    private final Executor streams;
    private final List<ExecutorService> owned;
    private final Set<CompletableFuture<?>> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** With the user's executor, which stays open, or with one that ends with this. */
    FileCalls(@Nullable Executor given) {
        if (given != null) {
            this.owned = List.of();
            this.executor = given;
            this.streams = given;
        } else {
            ExecutorService computing = BackendExecutors.newExecutor("zkim-file");
            ExecutorService waiting = Executors.newCachedThreadPool(FileCalls::streamThread);
            this.owned = List.of(computing, waiting);
            this.executor = computing;
            this.streams = waiting;
        }
    }

    /** Where streams of the caller's are read and written, which may wait for others as long as they like: a thread for each. */
    Executor streams() {
        return streams;
    }

    Executor executor() {
        return executor;
    }

    /** Runs an operation under the code with which it fails. Cancelling the result cancels it. */
    @SuppressWarnings("CollectionUndefinedEquality") // a future equals itself alone, which is what is meant
    <T extends @Nullable Object> CompletableFuture<T> run(
            String code, @Nullable String id, Supplier<CompletableFuture<T>> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        inFlight.add(result);
        if (closed) {
            inFlight.remove(result);
            result.completeExceptionally(FileErrors.closed());
            return result;
        }
        CompletableFuture<CompletableFuture<T>> begun = compute(() -> {
            CompletableFuture<T> started = operation.get();
            result.whenComplete((value, failure) -> started.cancel(true));
            return started;
        });
        CompletableFuture<T> work = Futures.then(begun, started -> started);
        result.whenComplete((value, failure) -> {
            inFlight.remove(result);
            work.cancel(true);
        });
        work.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(
                        closed ? FileErrors.closed() : FileErrors.of(code, id, Futures.unwrap(failure)));
            }
        });
        return result;
    }

    /** Computes on the executor. */
    <T extends @Nullable Object> CompletableFuture<T> compute(Callable<T> work) {
        return Futures.supply(executor, work);
    }

    /** Computes on the executor from what a call brings. */
    <A extends @Nullable Object, B extends @Nullable Object> CompletableFuture<B> map(
            CompletableFuture<A> source, Function<A, B> function) {
        return Futures.then(source, value -> compute(() -> function.apply(value)));
    }

    /** Refuses operations from now on, ends those under way, and an executor of its own. */
    @Override
    public void close() {
        closed = true;
        inFlight.forEach(each -> each.completeExceptionally(FileErrors.closed()));
        owned.forEach(ExecutorService::shutdown);
    }

    private static Thread streamThread(Runnable work) {
        Thread thread = new Thread(work, "zkim-file-stream");
        thread.setDaemon(true);
        return thread;
    }
}
