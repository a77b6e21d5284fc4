package im.zk.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.json.gson.GsonFactory;
import com.sun.net.httpserver.HttpServer;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.tck.StalledServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.Failures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of a service account in a file, and the token that it is exchanged for. */
class KeyFileTest {

    private static final String TOKEN = "ya29.token-for-the-key-of-the-tests";

    private final String key = newKey();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer tokens;
    private volatile int status = 200;
    private volatile String answer =
            "{\"access_token\": \"" + TOKEN + "\", \"expires_in\": 3600, \"token_type\": \"Bearer\"}";

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokens.createContext("/token", exchange -> {
            asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length());
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
            exchange.close();
        });
        tokens.start();
    }

    @AfterEach
    void stop() {
        tokens.stop(0);
    }

    @Test
    @DisplayName("The key's token is sent with each request, for parts of a batch and for chunks too")
    void tokenIsSent() throws Exception {
        TestBucket bucket = new TestBucket(TestServers.fakeGcs());
        try (FaultyRoute route = new FaultyRoute(bucket.endpoint(), Set.of());
                GcsStorageBackend storage = open(bucket, route)) {
            storage.set("key", new byte[] {1}).join();
            storage.set("large", new byte[300_000]).join();
            assertThat(storage.get("key").join()).containsExactly(1);
            storage.deleteBatch(List.of("key")).join();
            assertThat(route.authorizations()).isNotEmpty().containsOnly("Bearer " + TOKEN);
        }
    }

    @Test
    @DisplayName("A key that was revoked: PERMISSION_DENIED at once, and nothing is shown")
    void noToken() throws Exception {
        TestBucket bucket = new TestBucket(TestServers.fakeGcs());
        try (FaultyRoute route = new FaultyRoute(bucket.endpoint(), Set.of());
                GcsStorageBackend storage = open(bucket, route)) {
            status = 400;
            answer = "{\"error\": \"invalid_grant\", \"error_description\": \"Invalid JWT Signature.\"}";
            assertKeepsSecrets(Failures.of(storage.get("key"), ErrorKind.PERMISSION_DENIED));
            assertThat(route.authorizations()).isEmpty();
        }
    }

    @Test
    @DisplayName("A token service that is down: UNAVAILABLE, after as many attempts as are asked for")
    void noTokenNow() throws Exception {
        TestBucket bucket = new TestBucket(TestServers.fakeGcs());
        try (FaultyRoute route = new FaultyRoute(bucket.endpoint(), Set.of());
                GcsStorageBackend storage = open(bucket, route)) {
            status = 503;
            assertKeepsSecrets(Failures.of(storage.get("key"), ErrorKind.UNAVAILABLE));
            assertThat(asked).hasValue(3);
            assertThat(route.authorizations()).isEmpty();
        }
    }

    @Test
    @DisplayName("A token that the service does not take is renewed once; then PERMISSION_DENIED")
    void refusedToken() throws Exception {
        TestBucket bucket = new TestBucket(TestServers.fakeGcs());
        try (FaultyRoute route = new FaultyRoute(bucket.endpoint(), Set.of());
                GcsStorageBackend storage = open(bucket, route)) {
            route.failNext(1, 401, "authError");
            storage.set("key", new byte[] {1}).join();
            assertThat(asked).hasValue(2);
            route.failNext(1_000, 401, "authError");
            route.authorizations().clear();
            assertKeepsSecrets(Failures.of(storage.get("key"), ErrorKind.PERMISSION_DENIED));
            assertThat(route.authorizations()).hasSize(2);
            assertKeepsSecrets(Failures.of(storage.deleteBatch(List.of("key")), ErrorKind.PERMISSION_DENIED));
            assertThat(route.authorizations()).hasSize(4);
            // The library renews the token once more when it has given up.
            assertThat(asked).hasValue(6);
        }
    }

    @Test
    @DisplayName(
            "A token service that stalls: TIMEOUT when the call's time is over, and cancelling closes the connection")
    void stalledTokens() throws Exception {
        TestBucket bucket = new TestBucket(TestServers.fakeGcs());
        try (StalledServer stalled = new StalledServer()) {
            GcsStorageOptions.Builder<GcsStorageBackend> builder =
                    GcsStorageBackend.builder().bucketName(bucket.name()).keyFilename(keyFile(stalled.port()));
            try (GcsStorageBackend storage =
                    builder.callTimeout(Duration.ofSeconds(2)).build()) {
                Failures.of(storage.get("key"), ErrorKind.TIMEOUT);
                Await.until("no connection is left", () -> stalled.openConnections() == 0);
            }
            try (GcsStorageBackend storage =
                    builder.callTimeout(Duration.ofMinutes(5)).build()) {
                CompletableFuture<?> waiting = storage.get("key");
                Await.until("the token is asked for", () -> stalled.openConnections() == 1);
                waiting.cancel(true);
                Await.until("its connection is closed", () -> stalled.openConnections() == 0);
            }
        }
    }

    private GcsStorageBackend open(TestBucket bucket, FaultyRoute route) throws IOException {
        return GcsStorageBackend.builder()
                .bucketName(bucket.name())
                .endpoint(route.endpoint())
                .keyFilename(keyFile(tokens.getAddress().getPort()))
                .chunkSize(256 << 10)
                .build();
    }

    private Path keyFile(int port) throws IOException {
        String json = GsonFactory.getDefaultInstance()
                .toString(Map.of(
                        "type", "service_account",
                        "project_id", "zkim-test",
                        "private_key_id", "4711",
                        "private_key", key,
                        "client_email", "zkim@zkim-test.iam.gserviceaccount.com",
                        "client_id", "4712",
                        "token_uri", "http://127.0.0.1:" + port + "/token"));
        return Files.writeString(directory.resolve("key.json"), json);
    }

    private void assertKeepsSecrets(ServiceException failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        assertThat(text.toString() + failure.details())
                .doesNotContain(TOKEN)
                .doesNotContain(key)
                .doesNotContain(key.substring(40, 80));
    }

    private static String newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
