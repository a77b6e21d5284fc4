package im.zk.file;

import im.zk.storage.spi.Futures;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Work in many small steps, each of which runs on an executor when something has arrived, one at a time. No step waits for
 * another, so that an executor of one thread is enough.
 */
abstract class Pump<T extends @Nullable Object> {

    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final AtomicBoolean settled = new AtomicBoolean();
    private final Executor executor;
    private volatile @Nullable CompletableFuture<?> stepping;
    private volatile @Nullable Thread stepper;

    Pump(Executor executor) {
        this.executor = executor;
        result.whenComplete((value, failure) -> leave());
    }

    /** Starts it. Cancelling the result cancels all that is under way. */
    final CompletableFuture<T> start() {
        wakeUp();
        return result;
    }

    /** Does what can be done now, and calls {@link #complete} where that was all. */
    abstract void step();

    /** Called once, before the result is seen. What it throws is told by the result. */
    void ended() {}

    final boolean isDone() {
        return settled.get();
    }

    final void complete(T value) {
        if (settled.compareAndSet(false, true)) {
            Throwable thrown = end();
            if (thrown == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(thrown);
            }
        }
    }

    /** Fails, with what the end of it throws beside. */
    final void fail(Throwable failure) {
        if (settled.compareAndSet(false, true)) {
            Throwable first = Futures.unwrap(failure);
            Throwable thrown = end();
            if (thrown != null && thrown != first) {
                first.addSuppressed(thrown);
            }
            result.completeExceptionally(first);
        }
    }

    /** Where the result was cancelled: what the end throws has nobody whom it could be told. */
    private void leave() {
        if (settled.compareAndSet(false, true)) {
            end();
        }
    }

    /** Ends what is under way before anybody sees the result, which comes whatever that throws. */
    private @Nullable Throwable end() {
        try {
            underWay.forEach(each -> each.cancel(true));
            cancelStep();
            ended();
            return null;
        } catch (RuntimeException | Error thrown) {
            return thrown;
        }
    }

    /** Takes another step when a future is there; a failure of it fails the work. */
    @SuppressWarnings("CollectionUndefinedEquality") // a future equals itself alone, which is what is meant
    final void await(CompletableFuture<?> future) {
        underWay.add(future);
        future.whenComplete((value, failure) -> {
            underWay.remove(future);
            if (failure == null) {
                wakeUp();
            } else {
                fail(failure);
            }
        });
        if (isDone()) {
            future.cancel(true);
        }
    }

    final void wakeUp() {
        if (wakeUps.getAndIncrement() == 0 && !isDone()) {
            CompletableFuture<@Nullable Void> run = Futures.supply(executor, this::run);
            stepping = run;
            run.whenComplete((value, failure) -> {
                if (failure != null) {
                    fail(failure);
                }
            });
            if (isDone()) {
                cancelStep();
            }
        }
    }

    /** A step that came to the end itself must not interrupt its own thread, on which others go on. */
    private void cancelStep() {
        CompletableFuture<?> step = stepping;
        if (step != null && Thread.currentThread() != stepper) {
            step.cancel(true);
        }
    }

    private @Nullable Void run() {
        int seen = 1;
        do {
            stepper = Thread.currentThread();
            if (!isDone()) {
                step();
            }
            stepper = null;
            seen = wakeUps.addAndGet(-seen);
        } while (seen != 0);
        return null;
    }
}
