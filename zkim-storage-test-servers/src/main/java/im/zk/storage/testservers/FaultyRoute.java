package im.zk.storage.testservers;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.predicate.Predicates;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.WorkerUtils;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.xnio.IoUtils;

/**
 * A way to a real HTTP server on which a test makes single requests fail: where the server itself can't be made to. All
 * other requests pass as they are, with the path and the {@code Host} header that the client sent and signed; bodies are
 * streamed, and nothing is sent twice. The first fault that fits a request is the one it meets.
 */
public final class FaultyRoute implements AutoCloseable {

    private static final int CONNECTIONS = 512;

    /** Undertow says at length when it starts and stops; kept here, for a level is lost with its logger. */
    private static final List<Logger> LOGGERS = List.of(Logger.getLogger("io.undertow"), Logger.getLogger("org.xnio"));

    private final HttpHandler server;
    private final Undertow listener;
    private final int port = FreePort.next();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<RoutedRequest> requests = new CopyOnWriteArrayList<>();

    private FaultyRoute(URI target) {
        LOGGERS.forEach(logger -> logger.setLevel(Level.SEVERE));
        // A client's connection has one of its own to the server: the pool that Undertow shares among them answers 503
        // by chance.
        server = ProxyHandler.builder()
                .setProxyClient(new LoadBalancingProxyClient(exchange -> true)
                        .addHost(target)
                        .setConnectionsPerThread(CONNECTIONS))
                .setRewriteHostHeader(false)
                .setMaxConnectionRetries(0)
                .setIdempotentRequestPredicate(Predicates.falsePredicate())
                .build();
        listener = Undertow.builder()
                .addHttpListener(port, Instance.LOOPBACK, this::route)
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
                .setIoThreads(2)
                .setWorkerThreads(2)
                .build();
        listener.start();
    }

    /** A way to a server of the tests. */
    public static FaultyRoute to(TestServer server) {
        return to(server.host(), server.port());
    }

    /** A way to any server. */
    public static FaultyRoute to(String host, int port) {
        return new FaultyRoute(URI.create("http://" + host + ":" + port));
    }

    /** The port of the loopback address at which clients connect. */
    public int port() {
        return port;
    }

    /** Where clients connect, without a path. */
    public URI endpoint() {
        return URI.create("http://" + Instance.LOOPBACK + ":" + port);
    }

    /**
     * Answers these requests in the server's place. A {@code Content-Length} among the headers that is more than the body
     * has makes an answer that is cut short.
     */
    public void answer(Predicate<RoutedRequest> which, int status, Map<String, String> headers, byte[] body) {
        byte[] copy = body.clone();
        fault(which, exchange -> {
            exchange.setStatusCode(status);
            headers.forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
            exchange.getResponseSender().send(ByteBuffer.wrap(copy));
        });
    }

    /** Closes the connection of these requests without an answer; the server never sees them. */
    public void cut(Predicate<RoutedRequest> which) {
        fault(which, exchange -> IoUtils.safeClose(exchange.getConnection()));
    }

    /** Passes these requests on this much later. */
    public void delay(Predicate<RoutedRequest> which, Duration delay) {
        fault(
                which,
                exchange -> exchange.dispatch(
                        SameThreadExecutor.INSTANCE,
                        () -> WorkerUtils.executeAfter(
                                exchange.getIoThread(),
                                () -> Connectors.executeRootHandler(server, exchange),
                                delay.toMillis(),
                                TimeUnit.MILLISECONDS)));
    }

    /** Takes all faults away. */
    public void restore() {
        faults.clear();
    }

    /** All requests that came, in their order, whatever became of them. */
    public List<RoutedRequest> requests() {
        return List.copyOf(requests);
    }

    /** How many of the requests that came are such. */
    public long count(Predicate<RoutedRequest> which) {
        return requests.stream().filter(which).count();
    }

    /** Forgets the requests that came. */
    public void forgetRequests() {
        requests.clear();
    }

    /** Closes all connections. */
    @Override
    public void close() {
        listener.stop();
    }

    private record Fault(Predicate<RoutedRequest> which, HttpHandler what) {}

    private void fault(Predicate<RoutedRequest> which, HttpHandler what) {
        faults.add(new Fault(which, what));
    }

    private void route(HttpServerExchange exchange) throws Exception {
        RoutedRequest request = RoutedRequest.of(exchange);
        requests.add(request);
        Optional<Fault> fault =
                faults.stream().filter(each -> each.which().test(request)).findFirst();
        fault.map(Fault::what).orElse(server).handleRequest(exchange);
    }
}
