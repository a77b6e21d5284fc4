package im.zk.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.json.gson.GsonFactory;
import com.sun.net.httpserver.HttpServer;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.testservers.TestServers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of a service account in a file, and the token that it is exchanged for. */
class KeyFileTest {

    private static final String TOKEN = "ya29.token-for-the-key-of-the-tests";

    private final String key = newKey();
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
            storage.deleteBatch(java.util.List.of("key")).join();
            assertThat(route.authorizations()).isNotEmpty().containsOnly("Bearer " + TOKEN);
        }
    }

    @Test
    @DisplayName(
            "A key that was revoked: PERMISSION_DENIED at once; a token service that is down: UNAVAILABLE; nothing shown")
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

    private GcsStorageBackend open(TestBucket bucket, FaultyRoute route) throws IOException {
        String json = GsonFactory.getDefaultInstance()
                .toString(Map.of(
                        "type", "service_account",
                        "project_id", "zkim-test",
                        "private_key_id", "4711",
                        "private_key", key,
                        "client_email", "zkim@zkim-test.iam.gserviceaccount.com",
                        "client_id", "4712",
                        "token_uri", "http://127.0.0.1:" + tokens.getAddress().getPort() + "/token"));
        return GcsStorageBackend.builder()
                .bucketName(bucket.name())
                .endpoint(route.endpoint())
                .keyFilename(Files.writeString(directory.resolve("key.json"), json))
                .chunkSize(256 << 10)
                .build();
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
