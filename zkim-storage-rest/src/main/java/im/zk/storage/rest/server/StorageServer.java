package im.zk.storage.rest.server;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves any backend by the REST routes, over HTTP/1.1 and HTTP/2, with TLS or without.
 *
 * <p>It listens on the loopback address unless told otherwise, and on another one only with an API key. The backends belong
 * to the caller and stay open when the server is closed. A request is held in memory while it is served.
 */
public final class StorageServer implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(StorageServer.class);

    private static final int FEWEST_THREADS = 8;

    private final Map<String, StorageRoutes> stores = new ConcurrentHashMap<>();
    private final Server server;
    private final HttpConnector connector;
    private final boolean secure;
    private final boolean extended;
    private final long maximumRequestBytes;

    private StorageServer(Builder builder) {
        extended = builder.extensions;
        maximumRequestBytes = builder.maximumRequestBytes;
        secure = builder.sslContext != null;
        QueuedThreadPool threads = new QueuedThreadPool(builder.threads, FEWEST_THREADS);
        threads.setName("zkim-storage-server");
        server = new Server(threads);
        server.setStopTimeout(builder.shutdownTimeout.toMillis());
        connector = new HttpConnector(server, builder.host, builder.port, builder.sslContext);
        server.addConnector(connector);
        server.setHandler(
                new GracefulHandler(new StorageHandler(stores, builder.apiKey, maximumRequestBytes, extended)));
        server.setErrorHandler((request, response, callback) -> {
            response.write(true, null, callback);
            return true;
        });
        Consumer<String> accessLog = builder.accessLog;
        if (accessLog != null) {
            server.setRequestLog((request, response) -> accessLog.accept(
                    request.getMethod() + " " + request.getHttpURI().getPathQuery() + " " + response.getStatus()));
        }
        builder.backends.forEach(this::serve);
    }

    /** Starts a server: {@code StorageServer.builder().backend(backend).port(8080).start()}. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Serves a further backend from now on, or another one in place of that which the path had.
     *
     * @param basePath what stands before {@code /files}: empty, or {@code /} and anything, without a slash at the end
     * @param backend the backend, which belongs to the caller
     */
    public void serve(String basePath, StorageBackend backend) {
        if (!basePath.isEmpty() && (!basePath.startsWith("/") || basePath.endsWith("/"))) {
            throw ServerErrors.invalid("The base path must be empty, or begin with a slash and not end with one.");
        }
        stores.put(basePath, new StorageRoutes(backend, extended, maximumRequestBytes));
    }

    /** The port on which it listens. */
    public int port() {
        return connector.getLocalPort();
    }

    /** The base URL of the backend with a base path: {@code http://127.0.0.1:8080} and the path. */
    public URI baseUrl(String basePath) {
        String host = connector.getHost().contains(":") ? "[" + connector.getHost() + "]" : connector.getHost();
        return URI.create((secure ? "https://" : "http://") + host + ":" + port() + basePath);
    }

    /** Stops listening, waits for the requests under way, at most for the shutdown timeout, and ends its threads. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failed) {
            LOGGER.warn("The server did not stop in good order", failed);
        }
    }

    /** {@code StorageServer[http://127.0.0.1:8080]}. */
    @Override
    public String toString() {
        return "StorageServer[" + baseUrl("") + "]";
    }

    private StorageServer start() {
        try {
            server.start();
            return this;
        } catch (Exception failed) {
            close();
            throw ServerErrors.cannotListen(connector.getHost() + ":" + connector.getPort(), failed);
        }
    }

    /** Collects what a server needs. Not thread-safe. */
    public static final class Builder {
        private final Map<String, StorageBackend> backends = new LinkedHashMap<>();
        private String host = "127.0.0.1";
        private int port;
        private @Nullable String apiKey;
        private long maximumRequestBytes = 256L << 20;
        private boolean extensions = true;
        private int threads = 64;
        private Duration shutdownTimeout = Duration.ofSeconds(30);
        private @Nullable SSLContext sslContext;
        private @Nullable Consumer<String> accessLog;

        private Builder() {}

        /** Serves a backend right below the root: {@code /files}. */
        public Builder backend(StorageBackend backend) {
            return backend("", backend);
        }

        /** Serves a backend below a path: {@code /tenant/files} for {@code /tenant}. */
        public Builder backend(String basePath, StorageBackend backend) {
            backends.put(Objects.requireNonNull(basePath, "basePath"), Objects.requireNonNull(backend, "backend"));
            return this;
        }

        /** The address to listen on (default 127.0.0.1); another than a loopback address needs an API key. */
        public Builder host(String host) {
            this.host = Objects.requireNonNull(host, "host");
            return this;
        }

        /** The port to listen on (default 0, any that is free). */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** The token that requests must have in {@code Authorization: Bearer} (default none is needed). */
        public Builder apiKey(String apiKey) {
            this.apiKey = Objects.requireNonNull(apiKey, "apiKey");
            return this;
        }

        /** The most bytes of a request's content (default 256 MiB); more is answered with 413. */
        public Builder maximumRequestBytes(long maximumRequestBytes) {
            this.maximumRequestBytes = maximumRequestBytes;
            return this;
        }

        /** Whether to offer paging, batches, digests and exact errors beyond the six routes (default true). */
        public Builder extensions(boolean extensions) {
            this.extensions = extensions;
            return this;
        }

        /** How many threads it has at most, at least 8 (default 64). */
        public Builder threads(int threads) {
            this.threads = threads;
            return this;
        }

        /** How long closing waits for the requests under way (default 30 seconds). */
        public Builder shutdownTimeout(Duration shutdownTimeout) {
            this.shutdownTimeout = Objects.requireNonNull(shutdownTimeout, "shutdownTimeout");
            return this;
        }

        /** Serves {@code https} alone, with the certificate of a context. */
        public Builder sslContext(SSLContext sslContext) {
            this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
            return this;
        }

        /** Is given a line for each request that was answered: {@code PUT /files/a 204}. Must not block. */
        public Builder accessLog(Consumer<String> accessLog) {
            this.accessLog = Objects.requireNonNull(accessLog, "accessLog");
            return this;
        }

        /**
         * Checks the options and starts the server.
         *
         * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where an option cannot be used,
         *     {@link ErrorKind#UNAVAILABLE} where the port is taken
         */
        public StorageServer start() {
            InetSocketAddress address = new InetSocketAddress(host, 0);
            if (address.isUnresolved()) {
                throw ServerErrors.invalid("The host to listen on is not known: " + host + ".");
            }
            if (apiKey == null && !address.getAddress().isLoopbackAddress()) {
                throw ServerErrors.invalid(
                        "A server that others reach needs an apiKey; without one it listens on 127.0.0.1 alone.");
            }
            if (apiKey != null && !apiKey.matches("[\\x21-\\x7E]+")) {
                throw ServerErrors.invalid(
                        "The apiKey is empty, or has a space, a line break or a letter beyond ASCII.");
            }
            if (port < 0 || port > 65535) {
                throw ServerErrors.invalid("The port must be 0 to 65535.");
            }
            if (maximumRequestBytes <= 0 || maximumRequestBytes > Integer.MAX_VALUE - 8) {
                throw ServerErrors.invalid("The maximumRequestBytes must be more than 0, and what an array can hold.");
            }
            if (threads < FEWEST_THREADS) {
                throw ServerErrors.invalid("The server needs at least " + FEWEST_THREADS + " threads.");
            }
            return new StorageServer(this).start();
        }
    }
}
