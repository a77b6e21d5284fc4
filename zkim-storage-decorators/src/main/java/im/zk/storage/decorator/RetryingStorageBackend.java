package im.zk.storage.decorator;

import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Pending;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call again that failed with a retryable kind. Every operation may be made again: {@code set} stores the same
 * bytes, {@code delete} and {@code clear} remove what is not there any more, and the others change nothing. What another
 * caller stored under the same key between two attempts is replaced or removed, as by one call that came later.
 */
final class RetryingStorageBackend extends AroundStorageBackend {

    /** Detail: how often the call was made. */
    static final String ATTEMPTS = "attempts";

    /** Detail: why it was not made again: one of {@link Stop}, in small letters. */
    static final String STOPPED_BY = "retryStoppedBy";

    private final RetryOptions options;
    private final Retry retry;
    private final Timer timer;
    private final Set<Attempts<?>> waiting = ConcurrentHashMap.newKeySet();

    RetryingStorageBackend(StorageBackend delegate, RetryOptions options) {
        this(
                delegate,
                options,
                new SystemTimer(),
                bound -> ThreadLocalRandom.current().nextLong(bound));
    }

    RetryingStorageBackend(StorageBackend delegate, RetryOptions options, Timer timer, LongUnaryOperator random) {
        super(delegate);
        this.options = options;
        this.timer = timer;
        Backoff backoff = new Backoff(options, random);
        this.retry = Retry.of(
                "zkim-storage",
                RetryConfig.custom()
                        .maxAttempts(options.maxAttempts)
                        .retryOnException(failure -> failure instanceof ServiceException known && known.isRetryable())
                        .intervalBiFunction((attempts, outcome) -> backoff.millis(attempts, outcome.getLeft()))
                        .build());
    }

    @Override
    Layer layer() {
        return Layer.RETRY;
    }

    @Override
    <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
        long started = timer.nanos();
        CompletableFuture<T> first = call.on(delegate());
        if (first.isDone() && !first.isCompletedExceptionally()) {
            options.budget.succeeded();
            return first;
        }
        Attempts<T> attempts = new Attempts<>(call, started);
        attempts.follow(first);
        return attempts;
    }

    @Override
    public boolean retries() {
        return true;
    }

    @Override
    void end() {
        waiting.forEach(each -> each.completeExceptionally(DecoratorErrors.closed(each.call)));
        timer.close();
    }

    /** Why a call is not made again. */
    private enum Stop {
        /** The failure is not retryable. */
        FAILURE,
        /** It was made as often as it may. */
        ATTEMPTS,
        /** The next attempt would begin too late. */
        DEADLINE,
        /** Too many others were made again with no success. */
        BUDGET
    }

    /** A call that is made until it succeeds, or there is no hope or time left. */
    private final class Attempts<T extends @Nullable Object> extends Pending<T> {
        private final long started;
        private final Retry.AsyncContext<Object> context = retry.asyncContext();
        private volatile Call<T> call;
        private volatile @Nullable Runnable callOff;
        private boolean narrowed;
        private int made;

        Attempts(Call<T> call, long started) {
            this.call = call;
            this.started = started;
        }

        /** Goes on from an attempt that was made when there was no caller yet who could leave. */
        void follow(CompletableFuture<T> first) {
            runs(first);
            await(first);
        }

        private void await(CompletableFuture<T> underWay) {
            underWay.whenComplete((value, failure) -> {
                made++;
                if (failure == null) {
                    options.budget.succeeded();
                    give(value);
                } else {
                    failed(Futures.unwrap(failure));
                }
            });
        }

        private void failed(Throwable failure) {
            if (!isOpen()) {
                return;
            }
            if (!(failure instanceof ServiceException known)) {
                giveFailure(failure);
                return;
            }
            long wait = context.onError(known);
            Stop stop = stop(known, wait);
            if (stop != null) {
                giveFailure(made == 1 && stop == Stop.FAILURE ? known : last(known, stop));
                return;
            }
            narrow(known);
            pause(wait);
        }

        private @Nullable Stop stop(ServiceException failure, long wait) {
            if (wait < 0) {
                return failure.isRetryable() ? Stop.ATTEMPTS : Stop.FAILURE;
            }
            long elapsed = timer.nanos() - started;
            if (wait > options.deadline.minusNanos(elapsed).toMillis()) {
                return Stop.DEADLINE;
            }
            return options.budget.take() ? null : Stop.BUDGET;
        }

        /** What of a batch was done need not be done again. */
        private void narrow(ServiceException failure) {
            Collection<String> failed = DecoratorErrors.failedKeys(failure);
            Call<T> whole = call;
            if (failed != null && !failed.isEmpty() && whole.narrowed() != null) {
                call = whole.narrowed().apply(failed);
                narrowed = true;
            }
        }

        private void pause(long millis) {
            waiting.add(this);
            callOff = timer.after(TimeUnit.MILLISECONDS.toNanos(millis), this::again);
            if (isClosed()) {
                completeExceptionally(DecoratorErrors.closed(call));
            } else if (!isOpen()) {
                endWork();
            }
        }

        private void again() {
            waiting.remove(this);
            try {
                CompletableFuture<T> next = begin(() -> call.on(delegate()));
                if (next != null) {
                    await(next);
                }
            } catch (RuntimeException | Error thrown) {
                giveFailure(thrown);
            }
        }

        @Override
        protected void endWork() {
            waiting.remove(this);
            Runnable pause = callOff;
            if (pause != null) {
                pause.run();
            }
            super.endWork();
        }

        private ServiceException last(ServiceException failure, Stop stop) {
            ServiceException.Builder last = DecoratorErrors.like(failure, words(stop));
            Collection<String> keys = call.keys();
            if (narrowed && keys != null && DecoratorErrors.failedKeys(failure) == null) {
                last.failedKeys(keys);
            }
            return last.detailsOf(failure)
                    .detail(ATTEMPTS, made)
                    .detail(STOPPED_BY, stop.name().toLowerCase(Locale.ROOT))
                    .build();
        }

        private String words(Stop stop) {
            String tried = " Tried " + (made == 1 ? "once" : made + " times");
            return switch (stop) {
                case FAILURE, ATTEMPTS -> tried + ".";
                case DEADLINE -> tried + ", until the deadline of " + options.deadline.toMillis() + " ms was too near.";
                case BUDGET -> tried + ", until the retry budget was used up: too many calls failed.";
            };
        }
    }
}
