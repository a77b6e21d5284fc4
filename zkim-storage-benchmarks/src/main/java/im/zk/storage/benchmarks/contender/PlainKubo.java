package im.zk.storage.benchmarks.contender;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client with {@code add}, {@code cat} and {@code pin/rm} of Kubo's RPC API, as the integration guide has it.
 * Which content a key has is known to this object alone and lost with it, so it is spared what an index costs.
 */
public final class PlainKubo implements Contender {

    private static final String BOUNDARY = "----zkim-storage-benchmark";
    private static final byte[] HEAD = ("--" + BOUNDARY
                    + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n"
                    + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI endpoint;
    private final Map<String, String> identifiers = new ConcurrentHashMap<>();

    /** A client, and a node without a path. */
    public PlainKubo(HttpClient client, URI endpoint) {
        this.client = client;
        this.endpoint = endpoint;
    }

    @Override
    public CompletableFuture<?> set(String key, byte[] value) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(HEAD.length + value.length + TAIL.length);
        body.writeBytes(HEAD);
        body.writeBytes(value);
        body.writeBytes(TAIL);
        HttpRequest request = call("add?pin=true&cid-version=1")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        return send(request)
                .thenApply(PlainHttp::successful)
                .thenAccept(answer -> identifiers.put(key, identifier(answer)));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return send(call("cat?arg=" + identifiers.get(key)).build()).thenApply(PlainHttp::successful);
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        String identifier = identifiers.get(key);
        if (identifier == null) {
            return CompletableFuture.completedFuture(false);
        }
        // The guide has no other way than to read the value.
        return get(key).thenApply(value -> value != null);
    }

    @Override
    public CompletableFuture<?> delete(String key) {
        return send(call("pin/rm?arg=" + identifiers.remove(key)).build());
    }

    @Override
    public void close() {
        // The JDK 17 client ends when it is no longer reachable.
    }

    private static String identifier(byte[] answer) {
        try {
            return JSON.readTree(answer).required("Hash").asText();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private HttpRequest.Builder call(String command) {
        return HttpRequest.newBuilder(endpoint.resolve("/api/v0/" + command)).POST(BodyPublishers.noBody());
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofByteArray());
    }
}
