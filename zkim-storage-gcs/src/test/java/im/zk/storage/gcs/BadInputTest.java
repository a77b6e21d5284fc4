package im.zk.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.sun.net.httpserver.HttpServer;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.testservers.FakeGcsServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Failures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller sees who has the bucket, the credentials or the endpoint wrong. */
class BadInputTest {

    private static final FakeGcsServer SERVER = TestServers.fakeGcs();
    private static final String SECRET = "ya29.not-to-be-seen-4711";
    private static final byte[] VALUE = {1, 2, 3};

    private static TestBucket bucket;

    @BeforeAll
    static void createBucket() {
        bucket = new TestBucket(SERVER);
    }

    @Test
    @DisplayName("No such bucket: CONTAINER_NOT_FOUND, and the bucket is named")
    void noSuchBucket() {
        try (GcsStorageBackend storage =
                bucket.backend().bucketName("zkim-bucket-that-is-not-there").build()) {
            everyOperation(storage).forEach((name, future) -> {
                ServiceException failure = Failures.of(future, ErrorKind.CONTAINER_NOT_FOUND);
                assertThat(failure).as(name).hasMessageContaining("'zkim-bucket-that-is-not-there'");
                assertThat(failure.details()).as(name).containsKeys("errorCode", "status");
            });
        }
    }

    @Test
    @DisplayName("A token without rights: PERMISSION_DENIED, and the token is not shown")
    void noPermission() throws IOException {
        try (FaultyRoute route = new FaultyRoute(SERVER.endpoint(), Set.of());
                GcsStorageBackend storage = bucket.backend(route.endpoint())
                        .credentials(GoogleCredentials.create(
                                AccessToken.newBuilder().setTokenValue(SECRET).build()))
                        .build()) {
            route.failNext(1_000, 403, "forbidden");
            everyOperation(storage).forEach((name, future) -> assertRefused(name, future, "roles/storage"));
            assertThat(route.authorizations()).containsOnly("Bearer " + SECRET);
        }
    }

    @Test
    @DisplayName("A token that is not valid, and cannot be renewed: PERMISSION_DENIED, and the token is not shown")
    void wrongToken() throws IOException {
        try (FaultyRoute route = new FaultyRoute(SERVER.endpoint(), Set.of());
                GcsStorageBackend storage = bucket.backend(route.endpoint())
                        .credentials(GoogleCredentials.create(
                                AccessToken.newBuilder().setTokenValue(SECRET).build()))
                        .build()) {
            route.failNext(1_000, 401, "authError");
            everyOperation(storage).forEach((name, future) -> assertRefused(name, future, "credentials"));
        }
    }

    @Test
    @DisplayName("A host that has no address: UNAVAILABLE, and what to check")
    void unknownHost() {
        try (GcsStorageBackend storage =
                bucket.backend(URI.create("http://no-such-host.invalid")).build()) {
            everyOperation(storage)
                    .forEach((name, future) -> assertThat(Failures.of(future, ErrorKind.UNAVAILABLE))
                            .as(name)
                            .hasMessageContaining("endpoint"));
        }
    }

    @Test
    @DisplayName("A port on which nothing listens: UNAVAILABLE")
    void closedPort() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        try (GcsStorageBackend storage =
                bucket.backend(URI.create("http://127.0.0.1:" + port)).build()) {
            everyOperation(storage).forEach((name, future) -> Failures.of(future, ErrorKind.UNAVAILABLE));
        }
    }

    @Test
    @DisplayName("HTTPS to a port that speaks HTTP: UNAVAILABLE")
    void wrongProtocol() {
        try (GcsStorageBackend storage =
                bucket.backend(URI.create("https://127.0.0.1:" + SERVER.port())).build()) {
            everyOperation(storage).forEach((name, future) -> Failures.of(future, ErrorKind.UNAVAILABLE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404})
    @DisplayName("An endpoint that speaks HTML: CORRUPTED, never stored, missing, there or empty")
    void html(int status) throws IOException {
        byte[] page = "<!DOCTYPE html><html><body><p>Welcome<br></body></html>".getBytes(UTF_8);
        HttpServer website = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        website.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        website.start();
        URI endpoint = URI.create("http://127.0.0.1:" + website.getAddress().getPort());
        try (GcsStorageBackend storage = bucket.backend(endpoint).build()) {
            everyOperation(storage)
                    .forEach((name, future) -> assertThat(Failures.of(future, ErrorKind.CORRUPTED))
                            .as(name)
                            .hasMessageContaining("endpoint"));
        } finally {
            website.stop(0);
        }
    }

    private static void assertRefused(String name, CompletableFuture<?> future, String hint) {
        ServiceException failure = Failures.of(future, ErrorKind.PERMISSION_DENIED);
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        assertThat(failure).as(name).hasMessageContaining(hint);
        assertThat(text.toString() + failure.details()).as(name).doesNotContain(SECRET);
    }

    private static Map<String, CompletableFuture<?>> everyOperation(GcsStorageBackend storage) {
        Map<String, CompletableFuture<?>> all = new LinkedHashMap<>();
        all.put("set", storage.set("key", VALUE));
        all.put("set in chunks", storage.set("key", new byte[(16 << 20) + 1]));
        all.put("get", storage.get("key"));
        all.put("has", storage.has("key"));
        all.put("delete", storage.delete("key"));
        all.put("clear", storage.clear());
        all.put("keys", storage.keys());
        all.put("deleteBatch", storage.deleteBatch(List.of("key")));
        all.put("setBatch", storage.setBatch(Map.of("key", VALUE)));
        all.put("getBatch", storage.getBatch(List.of("key")));
        all.put("listKeys", storage.listKeys(KeyQuery.all()));
        return all;
    }
}
