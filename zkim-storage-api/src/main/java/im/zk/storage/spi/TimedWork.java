package im.zk.storage.spi;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Work that makes requests and waits for their answers, on an executor and under a deadline. */
public final class TimedWork {

    private final Executor executor;
    private final Duration timeout;

    /** Work on an executor, each for at most this long. */
    public TimedWork(Executor executor, Duration timeout) {
        this.executor = executor;
        this.timeout = timeout;
    }

    /** Runs work. Cancelling it, and the end of its time, interrupt its thread, which breaks off the request. */
    public <T extends @Nullable Object> CompletableFuture<T> run(Callable<T> work) {
        return Futures.map(Futures.supply(executor, work), result -> result)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
