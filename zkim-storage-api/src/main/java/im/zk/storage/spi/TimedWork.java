package im.zk.storage.spi;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Work that makes requests and waits for their answers, on an executor and under a deadline. */
public final class TimedWork {

    /** Not the executor, which may be full of the very work whose time is over. */
    private static final Executor AFTERWARDS = BackendExecutors.newUnbounded("zkim-storage-timeout");

    private final Executor executor;
    private final Duration timeout;

    /** Work on an executor, each for at most this long. */
    public TimedWork(Executor executor, Duration timeout) {
        this.executor = executor;
        this.timeout = timeout;
    }

    /**
     * Runs work. Cancelling it, and the end of its time, interrupt its thread, which breaks off the request. What follows the
     * end of its time runs on a thread that may be blocked.
     */
    public <T extends @Nullable Object> CompletableFuture<T> run(Callable<T> work) {
        CompletableFuture<T> result = Futures.supply(executor, work);
        Alarm alarm = Alarm.after(
                TimeUnit.NANOSECONDS.convert(timeout),
                AFTERWARDS,
                () -> result.completeExceptionally(new TimeoutException()));
        result.whenComplete((value, failure) -> alarm.callOff());
        return result;
    }

    /**
     * A copy of a caller's array, for work whose client may go on reading it after an interrupt: the array is the caller's
     * again as soon as the operation is cancelled.
     *
     * @param value the caller's array
     * @return a copy from before the work was cancelled
     * @throws InterruptedException where the work was cancelled already
     */
    public static byte[] copy(byte[] value) throws InterruptedException {
        byte[] copy = value.clone();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("The work is not wanted any more.");
        }
        return copy;
    }
}
