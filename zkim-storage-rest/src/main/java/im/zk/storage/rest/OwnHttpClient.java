package im.zk.storage.rest;

import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A JDK client that can be closed.
 *
 * <p>Before Java 21 it has no method for that: its selector thread ends when the garbage collector has found the client
 * unreachable, or when it is interrupted. So the client is made on a thread of a thread group of its own, which the selector
 * thread inherits, and closing it interrupts the group.
 */
final class OwnHttpClient implements AutoCloseable {

    private static final int FIRST_RELEASE_THAT_CLOSES = 21;

    private final ExecutorService executor;
    private final ThreadGroup group = new ThreadGroup("zkim-rest");
    private final HttpClient client;

    OwnHttpClient(HttpClient.Version version, Duration connectTimeout) {
        AtomicInteger number = new AtomicInteger();
        executor = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "zkim-rest-http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(version)
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor);
        client = make(builder);
    }

    /** The client. */
    HttpClient client() {
        return client;
    }

    /** Breaks off what is under way, and ends the client's threads and connections. */
    @Override
    public void close() {
        if (Runtime.version().feature() >= FIRST_RELEASE_THAT_CLOSES) {
            shutdownNow();
        } else {
            group.interrupt();
        }
        executor.shutdown();
    }

    private HttpClient make(HttpClient.Builder builder) {
        CompletableFuture<HttpClient> made = new CompletableFuture<>();
        Thread maker = new Thread(
                group,
                () -> {
                    try {
                        made.complete(builder.build());
                    } catch (Throwable failure) {
                        made.completeExceptionally(failure);
                    }
                },
                "zkim-rest-maker");
        maker.setDaemon(true);
        maker.start();
        return made.join();
    }

    /** By reflection, because the classes of this library are for Java 17. */
    private void shutdownNow() {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException failed) {
            throw new IllegalStateException("The HTTP client cannot be shut down on " + Runtime.version(), failed);
        }
    }
}
