package im.zk.storage.rest;

import im.zk.storage.spi.Futures;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Work that makes requests and waits for their answers, on an executor and under a deadline. */
final class Requests {

    private final Executor executor;
    private final Duration timeout;

    Requests(Executor executor, Duration timeout) {
        this.executor = executor;
        this.timeout = timeout;
    }

    /** Runs work. Cancelling it, and the end of its time, interrupt its thread, which breaks off the request. */
    <T extends @Nullable Object> CompletableFuture<T> run(Callable<T> work) {
        return Futures.map(Futures.supply(executor, work), result -> result)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
