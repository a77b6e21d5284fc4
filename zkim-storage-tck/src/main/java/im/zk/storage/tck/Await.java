package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ServiceException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Bounded waits. */
final class Await {

    private static final long DEFAULT_SECONDS = 30;
    private static final long POLL_NANOS = Duration.ofMillis(2).toNanos();

    private Await() {}

    /** How long a wait may take before the test fails. */
    static Duration patience() {
        return Duration.ofSeconds(Long.getLong("zkim.tck.timeoutSeconds", DEFAULT_SECONDS));
    }

    /** The value of a future, which must come in time. */
    static <T extends @Nullable Object> T done(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get(patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new AssertionError("The operation failed: " + failure.getCause(), failure.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError("The operation did not end within " + patience(), late);
        }
    }

    /** What a future fails with, in time: {@link ServiceException} itself, with no wrapper around it. */
    static ServiceException failure(CompletableFuture<?> future) {
        Throwable bare = bareFailure(future);
        assertThat(bare).as("what the future fails with").isInstanceOf(ServiceException.class);
        return (ServiceException) bare;
    }

    /** What a stage right behind the future sees. */
    static Throwable bareFailure(CompletableFuture<?> future) {
        AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        future.whenComplete((value, failure) -> {
            seen.set(failure);
            ended.countDown();
        });
        try {
            assertThat(ended.await(patience().toMillis(), TimeUnit.MILLISECONDS))
                    .as("the operation ends within %s", patience())
                    .isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
        Throwable failure = seen.get();
        if (failure == null) {
            throw new AssertionError("The operation succeeded, but was to fail");
        }
        return failure;
    }

    /** What a call returns, which it must do in time, whatever its future does. */
    static <T> T returns(String what, Callable<T> call) throws InterruptedException {
        CompletableFuture<T> returned = new CompletableFuture<>();
        Thread caller = new Thread(
                () -> {
                    try {
                        returned.complete(call.call());
                    } catch (Throwable thrown) {
                        returned.completeExceptionally(thrown);
                    }
                },
                "tck-caller");
        caller.setDaemon(true);
        caller.start();
        try {
            return returned.get(patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new AssertionError(what + " threw " + failure.getCause(), failure.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError(what + " did not return within " + patience(), late);
        }
    }

    /** Waits until something is so. */
    static void until(String what, BooleanSupplier condition) {
        until(() -> what, condition);
    }

    /** Waits until something is so; the text is made when it is needed. */
    static void until(Supplier<String> what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience().toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Not within " + patience() + ": " + what.get());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
