package im.zk.storage.azure;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A way to a real server on which some blobs are refused, as to a user whom a SAS does not allow them: the service has no
 * way to refuse single blobs to one user. To a request for one of them it answers what the service documents. A batch it
 * passes on while it holds leases on them, so that the server itself refuses them, each with its own error. All else goes
 * to the server and back as it is.
 */
final class RefusingRoute implements AutoCloseable {

    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade", "keep-alive", "expect");

    private final HttpServer route;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "refusing-route");
        thread.setDaemon(true);
        return thread;
    });
    private final TestContainer container;
    private final Set<String> refused;

    /** Opens a way to a container's server. */
    RefusingRoute(TestContainer container, Set<String> refusedBlobs) throws IOException {
        this.container = container;
        this.refused = refusedBlobs;
        route = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        route.createContext("/", this::answer);
        route.setExecutor(threads);
        route.start();
    }

    int port() {
        return route.getAddress().getPort();
    }

    @Override
    public void close() {
        route.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String blobs = container.server().endpoint().getPath() + "/" + container.name() + "/";
        if (path.startsWith(blobs) && refused.contains(path.substring(blobs.length()))) {
            exchange.getResponseHeaders().set("x-ms-error-code", "AuthorizationPermissionMismatch");
            exchange.getResponseHeaders().set("x-ms-request-id", "refused-on-the-way");
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            byte[] error =
                    "<Error><Code>AuthorizationPermissionMismatch</Code></Error>".getBytes(StandardCharsets.UTF_8);
            send(exchange, 403, error);
        } else if (query.contains("comp=batch")) {
            passOnBatch(exchange, body);
        } else {
            passOn(exchange, body);
        }
    }

    private synchronized void passOnBatch(HttpExchange exchange, byte[] body) throws IOException {
        List<BlobClient> lent = new ArrayList<>();
        List<BlobClient> made = new ArrayList<>();
        try {
            for (String name : refused) {
                BlobClient blob = container.client().getBlobClient(name);
                if (!blob.exists()) {
                    blob.upload(BinaryData.fromBytes(new byte[0]));
                    made.add(blob);
                }
                new BlobLeaseClientBuilder().blobClient(blob).buildClient().acquireLease(-1);
                lent.add(blob);
            }
            passOn(exchange, body);
        } finally {
            lent.forEach(blob ->
                    new BlobLeaseClientBuilder().blobClient(blob).buildClient().breakLease());
            made.forEach(BlobClient::delete);
        }
    }

    private void passOn(HttpExchange exchange, byte[] body) throws IOException {
        try {
            HttpResponse<byte[]> answer = client.send(request(exchange, body), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> copy(exchange.getResponseHeaders(), name, values));
            send(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private HttpRequest request(HttpExchange exchange, byte[] body) {
        URI server = container.server().endpoint();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.getScheme() + "://" + server.getAuthority() + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void copy(Headers headers, String name, List<String> values) {
        if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> headers.add(name, value));
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean none = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(status, none ? -1 : body.length);
        if (!none) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
