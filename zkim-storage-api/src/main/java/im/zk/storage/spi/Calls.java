package im.zk.storage.spi;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every operation of every backend has in common, so that the operation itself reads as its service call: the key is
 * checked first (K3), nothing is thrown (A1), failures become {@link ServiceException} itself (A2), blocking work runs
 * elsewhere (A3), cancelling reaches the call (A4), and nothing starts or stays after {@link #close()} (L2, L3).
 *
 * <p>One belongs to each backend. Safe for use by many threads at once.
 */
public final class Calls implements AutoCloseable {

    private final CallFailures failures;
    private final Executor executor;
    private final @Nullable OwnExecutor own;
    private final Set<Call<?>> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Calls(BackendErrors errors, Executor executor, @Nullable OwnExecutor own) {
        this.failures = new CallFailures(errors);
        this.executor = executor;
        this.own = own;
    }

    /** For a backend whose client is asynchronous itself. */
    public static Calls async(BackendErrors errors) {
        return new Calls(
                errors,
                work -> {
                    throw new RejectedExecutionException("this backend has no executor");
                },
                null);
    }

    /**
     * For a backend whose client blocks.
     *
     * @param errors how its errors are translated
     * @param given the user's executor, which stays open; or null for one that ends with this backend:
     *     {@link BackendExecutors#newExecutor}
     * @param name what the threads are called
     * @return the plumbing
     */
    public static Calls blocking(BackendErrors errors, @Nullable Executor given, String name) {
        if (given != null) {
            return new Calls(errors, given, null);
        }
        OwnExecutor own = new OwnExecutor(name);
        return new Calls(errors, own, own);
    }

    /** Runs an asynchronous call for a key. The future that the call returns is the one that cancelling cancels. */
    public <T extends @Nullable Object> CompletableFuture<T> run(
            Operation operation, String key, Supplier<CompletableFuture<T>> call) {
        Objects.requireNonNull(key, "key");
        return start(operation, key, List.of(key), call);
    }

    /** Runs an asynchronous call for a key and turns its answer into the result. */
    public <R extends @Nullable Object, T extends @Nullable Object> CompletableFuture<T> run(
            Operation operation, String key, Supplier<CompletableFuture<R>> call, Function<R, T> result) {
        return run(operation, key, () -> Futures.map(call.get(), result));
    }

    /** Runs an asynchronous call that has no key. */
    public <T extends @Nullable Object> CompletableFuture<T> run(
            Operation operation, Supplier<CompletableFuture<T>> call) {
        return start(operation, null, List.of(), call);
    }

    /** Runs an asynchronous listing, whose prefix is checked before it. */
    public <T extends @Nullable Object> CompletableFuture<T> run(
            Operation operation, KeyQuery query, Supplier<CompletableFuture<T>> call) {
        String violation = Keys.prefixViolation(query.prefix());
        if (violation != null && !closed) {
            return CompletableFuture.failedFuture(failures.invalid("prefix", operation, query.prefix(), violation));
        }
        return start(operation, null, List.of(), call);
    }

    /** Runs an asynchronous call for many keys, all of which are checked before it. */
    public <T extends @Nullable Object> CompletableFuture<T> runBatch(
            Operation operation, Iterable<String> keys, Supplier<CompletableFuture<T>> call) {
        return start(operation, null, keys, call);
    }

    /** Runs blocking work for a key on the executor. Cancelling interrupts its thread. */
    public <T extends @Nullable Object> CompletableFuture<T> runBlocking(
            Operation operation, String key, Callable<T> work) {
        return run(operation, key, () -> Futures.supply(executor, work));
    }

    /** Runs blocking work that has no key on the executor. Cancelling interrupts its thread. */
    public <T extends @Nullable Object> CompletableFuture<T> runBlocking(Operation operation, Callable<T> work) {
        return run(operation, () -> Futures.supply(executor, work));
    }

    /** Runs blocking work for a key on the executor. Cancelling ends it as the work asks for. */
    public <T extends @Nullable Object> CompletableFuture<T> runAbortable(
            Operation operation, String key, AbortableWork<T> work) {
        return run(operation, key, () -> Futures.supplyAbortable(executor, work));
    }

    /** Runs blocking work that has no key on the executor. Cancelling ends it as the work asks for. */
    public <T extends @Nullable Object> CompletableFuture<T> runAbortable(Operation operation, AbortableWork<T> work) {
        return run(operation, () -> Futures.supplyAbortable(executor, work));
    }

    /** Where blocking work runs: for steps of a call that {@link #run} began. */
    public Executor executor() {
        return executor;
    }

    /** Whether {@link #close()} was called. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Refuses operations from now on, fails those under way with {@link ErrorKind#CLOSED} and cancels their work, ends an
     * executor of its own and waits for the work that was cancelled, unless it is called on one of that executor's threads.
     * Does nothing the second time.
     */
    @Override
    public void close() {
        closed = true;
        inFlight.forEach(call -> call.completeExceptionally(failures.closed(call.operation, call.key)));
        if (own != null) {
            own.close();
        }
    }

    private <T extends @Nullable Object> CompletableFuture<T> start(
            Operation operation, @Nullable String key, Iterable<String> keys, Supplier<CompletableFuture<T>> call) {
        for (String each : keys) {
            String violation = Keys.violation(Objects.requireNonNull(each, "key"));
            if (violation != null && !closed) {
                return CompletableFuture.failedFuture(failures.invalid("key", operation, each, violation));
            }
        }
        Call<T> result = new Call<>(operation, key);
        inFlight.add(result);
        if (closed) {
            result.completeExceptionally(failures.closed(operation, key));
            return result;
        }
        try {
            CompletableFuture<T> work = call.get();
            result.runs(work);
            work.whenComplete((value, failure) -> {
                if (failure == null) {
                    result.give(value);
                } else {
                    result.fail(failure);
                }
            });
        } catch (Throwable thrown) {
            result.fail(thrown);
        }
        return result;
    }

    /** One operation under way. */
    private final class Call<T extends @Nullable Object> extends Pending<T> {
        private final Operation operation;
        private final @Nullable String key;

        Call(Operation operation, @Nullable String key) {
            this.operation = operation;
            this.key = key;
            whenComplete((value, failure) -> inFlight.remove(this));
        }

        void fail(Throwable failure) {
            if (!isOpen()) {
                // It was ended from outside, and so was its work: that is no failure of the service.
                return;
            }
            ServiceException translated = translated(Futures.unwrap(failure));
            BackendLog.failed(translated);
            giveFailure(translated);
        }

        private ServiceException translated(Throwable cause) {
            if (cause instanceof ServiceException known) {
                return known;
            }
            return closed ? failures.closed(operation, key) : failures.translate(operation, key, cause);
        }
    }
}
