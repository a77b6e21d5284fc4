package im.zk.storage.ipfs;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What an operation came to, which it must do in time. */
final class Outcome {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_NANOS = Duration.ofMillis(2).toNanos();

    private Outcome() {}

    /** The value. */
    static <T extends @Nullable Object> T of(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The failure, of a kind. */
    static ServiceException failure(ErrorKind kind, CompletableFuture<?> future) throws Exception {
        try {
            Object value = future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("It succeeded, with " + (value == null ? "nothing" : value.getClass()));
        } catch (ExecutionException failed) {
            ServiceException failure = serviceException(failed);
            if (failure.kind() != kind) {
                throw new AssertionError("It failed, but not with " + kind, failure);
            }
            return failure;
        } catch (TimeoutException late) {
            throw new AssertionError("It did not end within " + PATIENCE, late);
        }
    }

    /** What a future failed with: {@link ServiceException} itself. */
    static ServiceException serviceException(ExecutionException failed) {
        if (failed.getCause() instanceof ServiceException failure) {
            return failure;
        }
        throw new AssertionError("It failed with something else than a ServiceException", failed);
    }

    /** Waits until something is so. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("not in time: %s", what).isNegative();
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
