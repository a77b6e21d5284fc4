package im.zk.storage.benchmarks.contender;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client with the routes of the integration guide's REST server.
 *
 * @param client the client
 * @param endpoint the server, without a path
 */
public record PlainHttp(HttpClient client, URI endpoint) implements Contender {

    @Override
    public CompletableFuture<?> set(String key, byte[] value) {
        HttpRequest request = request(key)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(value))
                .build();
        return client.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(PlainHttp::successful);
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return client.sendAsync(request(key).GET().build(), BodyHandlers.ofByteArray())
                .thenApply(PlainHttp::successful);
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        HttpRequest request =
                request(key).method("HEAD", BodyPublishers.noBody()).build();
        return client.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> answer.statusCode() == 200);
    }

    @Override
    public CompletableFuture<?> delete(String key) {
        return client.sendAsync(request(key).DELETE().build(), BodyHandlers.ofByteArray())
                .thenApply(PlainHttp::successful);
    }

    @Override
    public void close() {
        // The JDK 17 client ends when it is no longer reachable.
    }

    private HttpRequest.Builder request(String key) {
        return HttpRequest.newBuilder(endpoint.resolve("/files/" + key));
    }

    static byte[] successful(HttpResponse<byte[]> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("The server answers " + answer.statusCode() + " to " + answer.request());
        }
        return answer.body();
    }
}
