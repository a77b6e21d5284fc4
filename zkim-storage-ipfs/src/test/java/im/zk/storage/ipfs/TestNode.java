package im.zk.storage.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.zk.storage.testservers.IpfsServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A node as its operator sees it: its own commands, apart from the backend. */
record TestNode(URI endpoint) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    static TestNode of(IpfsServer server) {
        return new TestNode(server.endpoint());
    }

    /** A backend in a directory of this node's. */
    IpfsStorageOptions.Builder<IpfsStorageBackend> backend(String prefix) {
        return IpfsStorageBackend.builder().ipfsUrl(endpoint.toString()).prefix(prefix);
    }

    /** Runs a command, which must succeed, and gives its answer. Options are pairs such as {@code "arg", "/a"}. */
    String run(String command, String... options) throws IOException, InterruptedException {
        HttpResponse<String> response = ask(command, options);
        if (response.statusCode() != 200) {
            throw new IOException(command + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /** Runs a command and gives its answer, whatever it is. */
    HttpResponse<String> ask(String command, String... options) throws IOException, InterruptedException {
        return CLIENT.send(
                request(command, options)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    /** Adds a text as {@code ipfs add} does. */
    HttpResponse<String> add(String text, String... options) throws IOException, InterruptedException {
        String body =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n" + text + "\r\n--b--\r\n";
        HttpRequest request = request("add", options)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private HttpRequest.Builder request(String command, String... options) {
        StringBuilder query = new StringBuilder();
        for (int at = 0; at < options.length; at += 2) {
            query.append(options[at])
                    .append('=')
                    .append(URLEncoder.encode(options[at + 1], UTF_8))
                    .append('&');
        }
        return HttpRequest.newBuilder(URI.create(endpoint + "/api/v0/" + command + "?" + query))
                .timeout(Duration.ofSeconds(60));
    }
}
