package im.zk.storage.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A way to a server that has neither permissions nor bad days, on which some objects are answered as the service answers one
 * who has no right to them: 403 with the reason {@code forbidden}; and on which requests can be answered with other errors,
 * and bodies changed. The parts of a batch go to the server one by one.
 *
 * @see <a href="https://cloud.google.com/storage/docs/json_api/v1/status-codes">HTTP status and error codes for JSON</a>
 */
final class FaultyRoute implements AutoCloseable {

    private static final Failure PASSED = new Failure(0, "");
    private static final Failure FORBIDDEN = new Failure(403, "forbidden");
    private static final Pattern OBJECT = Pattern.compile("/o/([^/?]+)");
    private static final Pattern PART =
            Pattern.compile("(?i)content-id: (\\S+).*?\r\n(DELETE) (\\S+) HTTP/1.1", Pattern.DOTALL);

    private final URI server;
    private final Set<String> refused;
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, String> uploads = new ConcurrentHashMap<>();
    private final Map<String, Failure> partFailures = new ConcurrentHashMap<>();
    private final List<String> parts = new CopyOnWriteArrayList<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final HttpServer listener;
    private volatile UnaryOperator<byte[]> bodies = UnaryOperator.identity();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "faulty-route");
        thread.setDaemon(true);
        return thread;
    });

    FaultyRoute(URI server, Set<String> refused) throws IOException {
        this.server = server;
        this.refused = Set.copyOf(refused);
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.setExecutor(threads);
        listener.createContext("/", this::serve);
        listener.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getAddress().getPort());
    }

    /** An answer in place of the server's. */
    record Failure(int status, String reason) {
        byte[] json() {
            return ("{\"error\": {\"code\": " + status + ", \"message\": \"" + reason
                            + "\", \"errors\": [{\"domain\": \"global\", \"reason\": \"" + reason + "\"}]}}")
                    .getBytes(UTF_8);
        }
    }

    /** Answers the next requests with failures, each with one. */
    void failNext(int times, int status, String reason) {
        failAfter(0, times, status, reason);
    }

    /** Passes the next requests on, and answers those behind them with failures. */
    void failAfter(int passed, int times, int status, String reason) {
        failures.clear();
        failures.addAll(Collections.nCopies(passed, PASSED));
        failures.addAll(Collections.nCopies(times, new Failure(status, reason)));
    }

    /** Answers the next part of a batch that is about an object with a failure. */
    void failPart(String object, int status, String reason) {
        partFailures.put(object, new Failure(status, reason));
    }

    /** The objects of all parts of batches. */
    List<String> parts() {
        return parts;
    }

    /** How many failures have not been answered yet. */
    int failuresLeft() {
        return failures.size();
    }

    /** How often it was asked how much of an upload has arrived. */
    int questions() {
        return questions.get();
    }

    /** Changes the values that are read from now on. */
    void changeBodies(UnaryOperator<byte[]> change) {
        bodies = change;
    }

    /** The header of each request. */
    List<String> authorizations() {
        return authorizations;
    }

    @Override
    public void close() {
        listener.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            URI uri = exchange.getRequestURI();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.add(authorization == null ? "" : authorization);
            Failure failure = failures.poll();
            if (failure != null && failure.status() > 0) {
                answer(exchange, failure.status(), "application/json", failure.json());
            } else if (uri.getPath().startsWith("/batch/")) {
                answer(
                        exchange,
                        200,
                        "multipart/mixed; boundary=b",
                        batch(new String(body, UTF_8)).getBytes(UTF_8));
            } else if (isRefused(uri.getRawPath()) || storesRefused(exchange, body)) {
                answer(exchange, 403, "application/json", FORBIDDEN.json());
            } else if (!saysWhatArrived(exchange)) {
                forward(exchange, body);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Answers the question how much of an upload has arrived, which fake-gcs-server takes for the end of the upload.
     *
     * @see <a href="https://cloud.google.com/storage/docs/performing-resumable-uploads#status-check">Status check</a>
     */
    private boolean saysWhatArrived(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Content-Range");
        if (range == null || !range.startsWith("bytes */")) {
            return false;
        }
        questions.incrementAndGet();
        String arrived = uploads.get(exchange.getRequestURI().getRawQuery());
        if (arrived != null) {
            exchange.getResponseHeaders().set("Range", arrived);
        }
        exchange.sendResponseHeaders(308, -1);
        return true;
    }

    private boolean isRefused(String rawPath) {
        return refused.contains(object(rawPath));
    }

    private static String object(String rawPath) {
        Matcher object = OBJECT.matcher(rawPath);
        return object.find() ? URLDecoder.decode(object.group(1).replace("+", "%2B"), UTF_8) : "";
    }

    private boolean storesRefused(HttpExchange exchange, byte[] body) {
        String text = new String(body, ISO_8859_1);
        return exchange.getRequestURI().getPath().startsWith("/upload/")
                && refused.stream().anyMatch(name -> text.contains("\"name\":\"" + name + "\""));
    }

    private void forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(exchange.getRequestMethod(), exchange.getRequestURI(), body, exchange);
        for (String name : Set.of("x-goog-hash", "x-goog-generation", "location", "range")) {
            // The chunks of an upload come by here too.
            answer.headers()
                    .allValues(name)
                    .forEach(value -> exchange.getResponseHeaders()
                            .add(
                                    name,
                                    value.replace(server.toString(), endpoint().toString())));
        }
        if (answer.statusCode() == 308) {
            uploads.put(
                    exchange.getRequestURI().getRawQuery(),
                    answer.headers().firstValue("range").orElseThrow());
        }
        String type = answer.headers().firstValue("content-type").orElse("text/plain");
        boolean value =
                answer.statusCode() == 200 && exchange.getRequestURI().getPath().startsWith("/download/");
        answer(exchange, answer.statusCode(), type, value ? bodies.apply(answer.body()) : answer.body());
    }

    private String batch(String body) throws IOException, InterruptedException {
        StringBuilder answers = new StringBuilder();
        Matcher part = PART.matcher(body);
        while (part.find()) {
            URI uri = URI.create(part.group(3));
            String object = object(uri.getRawPath());
            parts.add(object);
            Failure failure = refused.contains(object) ? FORBIDDEN : partFailures.remove(object);
            int status;
            String content;
            if (failure == null) {
                HttpResponse<byte[]> answer = send("DELETE", uri, new byte[0], null);
                status = answer.statusCode();
                content = new String(answer.body(), UTF_8);
            } else {
                status = failure.status();
                content = new String(failure.json(), UTF_8);
            }
            answers.append("--b\r\nContent-Type: application/http\r\nContent-ID: response-")
                    .append(part.group(1))
                    .append("\r\n\r\nHTTP/1.1 " + status
                            + " Status\r\nContent-Type: application/json\r\nContent-Length: ")
                    .append(content.getBytes(UTF_8).length)
                    .append("\r\n\r\n" + content + "\r\n");
        }
        return answers.append("--b--\r\n").toString();
    }

    private HttpResponse<byte[]> send(String method, URI uri, byte[] body, @Nullable HttpExchange exchange)
            throws IOException, InterruptedException {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(uri.getRawPath() + query))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (exchange != null) {
            for (String name : Set.of("Content-Type", "Content-Range", "X-Upload-Content-Type")) {
                String value = exchange.getRequestHeaders().getFirst(name);
                if (value != null) {
                    request.header(name, value);
                }
            }
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
