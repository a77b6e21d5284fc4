package im.zk.storage.spi;

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
public final class OwnHttpClient implements AutoCloseable {

    private static final int FIRST_RELEASE_THAT_CLOSES = 21;
    private static final int FIRST_RELEASE_THAT_FORGETS_GROUPS = 19;

    private final ExecutorService executor;
    private final ThreadGroup group;
    private final HttpClient client;

    /**
     * A client that follows no redirects.
     *
     * @param name what its threads are called
     * @param version the newest version of HTTP that is tried
     * @param connectTimeout how long connecting may take
     */
    public OwnHttpClient(String name, HttpClient.Version version, Duration connectTimeout) {
        group = newGroup(name);
        AtomicInteger number = new AtomicInteger();
        executor = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, name + "-http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(version)
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor);
        client = make(name, builder);
    }

    /** The client. */
    public HttpClient client() {
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

    /** Before Java 19 a group stays in its parent for good, unless it is a daemon: then it goes with its last thread. */
    @SuppressWarnings("removal") // later releases need no such call, and may lack the method
    private static ThreadGroup newGroup(String name) {
        ThreadGroup group = new ThreadGroup(name);
        if (Runtime.version().feature() < FIRST_RELEASE_THAT_FORGETS_GROUPS) {
            group.setDaemon(true);
        }
        return group;
    }

    private HttpClient make(String name, HttpClient.Builder builder) {
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
                name + "-maker");
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
