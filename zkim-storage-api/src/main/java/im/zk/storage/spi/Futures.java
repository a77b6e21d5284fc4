package im.zk.storage.spi;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Steps from one future to the next that {@link CompletableFuture} lacks: in each, cancelling the result cancels what
 * runs under it, and a failure arrives as itself, not wrapped.
 */
public final class Futures {

    private Futures() {}

    /** What a future failed with, freed of the wrappers that {@link CompletableFuture} puts around it. */
    public static Throwable unwrap(Throwable failure) {
        Throwable bare = failure;
        while ((bare instanceof CompletionException || bare instanceof ExecutionException) && bare.getCause() != null) {
            bare = bare.getCause();
        }
        return bare;
    }

    /** The future of a call, which has failed where the call throws, or gives null, instead of giving one. */
    public static <A extends @Nullable Object> CompletableFuture<A> call(
            Supplier<? extends CompletableFuture<A>> call) {
        try {
            return Objects.requireNonNull(call.get(), "the call's future");
        } catch (RuntimeException | Error thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    /** The future of a function's value. */
    public static <A extends @Nullable Object, B extends @Nullable Object> CompletableFuture<B> map(
            CompletableFuture<A> source, Function<? super A, ? extends B> function) {
        return then(source, value -> CompletableFuture.completedFuture(function.apply(value)));
    }

    /** The future of a second call that needs the first one's value. */
    public static <A extends @Nullable Object, B extends @Nullable Object> CompletableFuture<B> then(
            CompletableFuture<A> source, Function<? super A, ? extends CompletableFuture<B>> next) {
        return handle(
                source,
                (value, failure) -> failure == null ? next.apply(value) : CompletableFuture.failedFuture(failure));
    }

    /** The future itself, or where it fails, that of a second call; a function that rethrows keeps the failure. */
    public static <A extends @Nullable Object> CompletableFuture<A> recover(
            CompletableFuture<A> source, Function<Throwable, ? extends CompletableFuture<A>> next) {
        return handle(
                source,
                (value, failure) -> failure == null ? CompletableFuture.completedFuture(value) : next.apply(failure));
    }

    /** Runs blocking work on an executor; cancelling interrupts its thread, or stops it from ever starting. */
    public static <A extends @Nullable Object> CompletableFuture<A> supply(Executor executor, Callable<A> work) {
        return supplyAbortable(executor, cancellation -> work.call());
    }

    /** Runs blocking work on an executor; cancelling ends it as it asked for, or stops it from ever starting. */
    public static <A extends @Nullable Object> CompletableFuture<A> supplyAbortable(
            Executor executor, AbortableWork<A> work) {
        Task<A> task = new Task<>(work);
        try {
            executor.execute(task::run);
        } catch (RuntimeException refused) {
            task.giveFailure(refused);
        }
        return task;
    }

    private static final class Task<A extends @Nullable Object> extends Pending<A> {
        private final FutureTask<@Nullable Void> work;
        private final Cancellation cancellation;

        Task(AbortableWork<A> work) {
            this.cancellation = new Cancellation(this::interrupt);
            this.work = new FutureTask<>(() -> {
                try {
                    give(work.run(cancellation));
                } catch (Throwable failure) {
                    giveFailure(failure);
                }
                return null;
            });
        }

        void run() {
            boolean interruptedBefore = Thread.currentThread().isInterrupted();
            work.run();
            if (work.isCancelled() && !interruptedBefore) {
                // The interrupt was meant for this work, not for what the thread does next.
                Thread.interrupted();
            }
        }

        @Override
        protected void endWork() {
            cancellation.cancel();
        }

        private void interrupt() {
            work.cancel(true);
        }
    }

    private static <A extends @Nullable Object, B extends @Nullable Object> CompletableFuture<B> handle(
            CompletableFuture<A> source,
            BiFunction<? super A, @Nullable Throwable, ? extends CompletableFuture<B>> next) {
        Pending<B> result = new Pending<>();
        result.runs(source);
        source.whenComplete((value, failure) -> {
            try {
                CompletableFuture<B> second =
                        result.begin(() -> next.apply(value, failure == null ? null : unwrap(failure)));
                if (second != null) {
                    second.whenComplete(result::end);
                }
            } catch (Throwable thrown) {
                result.giveFailure(unwrap(thrown));
            }
        });
        return result;
    }
}
