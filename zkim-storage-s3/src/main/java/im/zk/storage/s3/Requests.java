package im.zk.storage.s3;

import im.zk.storage.spi.Futures;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where requests to the service are made, one after the other for each piece of work.
 *
 * @param executor runs the work
 * @param http the client by which cancelling closes a connection; null for a client of the user's, whose thread is
 *     interrupted alone
 */
record Requests(Executor executor, @Nullable AbortableHttpClient http) {

    /** Runs work that makes requests. */
    <T extends @Nullable Object> CompletableFuture<T> send(Callable<T> work) {
        return http == null ? Futures.supply(executor, work) : http.supply(executor, work);
    }
}
