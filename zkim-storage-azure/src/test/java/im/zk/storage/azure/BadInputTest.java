package im.zk.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.identity.CredentialUnavailableException;
import com.azure.storage.blob.specialized.BlobLeaseClient;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.testservers.AzuriteServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Failures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What a caller sees who has the container, the credentials or the endpoint wrong: told by a real server. */
class BadInputTest {

    private static final AzuriteServer SERVER = TestServers.azurite();
    private static final String WRONG_KEY = Base64.getEncoder().encodeToString(new byte[64]);
    private static final byte[] VALUE = {1, 2, 3};

    private static TestContainer container;

    @BeforeAll
    static void createContainer() {
        container = new TestContainer(SERVER);
    }

    @Test
    @DisplayName("No such container: CONTAINER_NOT_FOUND, and the container is named")
    void noSuchContainer() {
        try (AzureStorageBackend storage = container
                .backend()
                .containerName("zkim-container-that-is-not-there")
                .build()) {
            everyOperation(storage).forEach((name, future) -> {
                ServiceException failure = Failures.of(future, ErrorKind.CONTAINER_NOT_FOUND);
                assertThat(failure).as(name).hasMessageContaining("'zkim-container-that-is-not-there'");
                assertThat(failure.details()).as(name).containsKeys("requestId", "errorCode", "status");
            });
        }
    }

    @Test
    @DisplayName("A SAS that allows to read alone: PERMISSION_DENIED for all else, and no signature is shown")
    void noPermission() {
        String sas = container.sas("r", OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
        try (AzureStorageBackend storage = withSas(sas)) {
            assertThat(storage.get("missing").join()).isNull();
            assertThat(storage.has("missing").join()).isFalse();
            Map<String, CompletableFuture<?>> all = everyOperation(storage);
            List.of("get", "has", "getBatch").forEach(all::remove);
            all.forEach((name, future) -> assertRefused(name, future, sas, "SAS"));
        }
    }

    @Test
    @DisplayName("A SAS that has expired: PERMISSION_DENIED, and no signature is shown")
    void expired() {
        String sas = container.sas("racwdl", OffsetDateTime.now(ZoneOffset.UTC).minusHours(1));
        try (AzureStorageBackend storage = withSas(sas)) {
            everyOperation(storage).forEach((name, future) -> assertRefused(name, future, sas, "SAS"));
        }
    }

    @Test
    @DisplayName("A SAS whose signature is wrong: PERMISSION_DENIED, and it is not shown")
    void wrongSignature() {
        String sas = container
                .sas("racwdl", OffsetDateTime.now(ZoneOffset.UTC).plusHours(1))
                .replaceFirst("sig=....", "sig=AAAA");
        try (AzureStorageBackend storage = withSas(sas)) {
            everyOperation(storage).forEach((name, future) -> assertRefused(name, future, sas, "SAS"));
        }
    }

    @Test
    @DisplayName("A wrong account key: PERMISSION_DENIED, and neither it nor the right one is shown")
    void wrongKey() {
        String connectionString = SERVER.connectionString().replace(SERVER.accountKey(), WRONG_KEY);
        try (AzureStorageBackend storage =
                container.backend().connectionString(connectionString).build()) {
            everyOperation(storage).forEach((name, future) -> assertRefused(name, future, WRONG_KEY, "key"));
        }
    }

    @Test
    @DisplayName("Credentials that give no token: PERMISSION_DENIED")
    void noToken() {
        try (AzureStorageBackend storage = AzureStorageBackend.builder()
                .containerName(container.name())
                .endpoint(URI.create("https://127.0.0.1:" + SERVER.port() + "/devstoreaccount1"))
                .credential(
                        request -> Mono.error(new CredentialUnavailableException("nobody is logged in " + WRONG_KEY)))
                .build()) {
            everyOperation(storage).forEach((name, future) -> assertRefused(name, future, WRONG_KEY, "token"));
        }
    }

    @Test
    @DisplayName("A lease on a blob: CONFLICT for set and delete; get still reads")
    void leased() {
        try (AzureStorageBackend storage = container.backend().prefix("leased").build()) {
            storage.set("key", VALUE).join();
            storage.set("free", VALUE).join();
            BlobLeaseClient lease = new BlobLeaseClientBuilder()
                    .blobClient(container.client().getBlobClient("leased/key"))
                    .buildClient();
            lease.acquireLease(-1);
            for (CompletableFuture<?> each : List.of(
                    storage.set("key", new byte[0]), storage.delete("key"), storage.setBatch(Map.of("key", VALUE)))) {
                assertThat(Failures.of(each, ErrorKind.CONFLICT)).hasMessageContaining("lease");
            }
            assertThat(Failures.of(storage.deleteBatch(List.of("key", "free")), ErrorKind.CONFLICT)
                            .details())
                    .containsEntry(ServiceException.FAILED_KEYS, List.of("key"));
            assertThat(storage.get("key").join()).isEqualTo(VALUE);
            assertThat(storage.keys().join()).containsExactly("key");
            lease.breakLease();
            storage.delete("key").join();
        }
    }

    @Test
    @DisplayName("A blob with snapshots is not deleted: CONFLICT")
    void snapshots() {
        try (AzureStorageBackend storage =
                container.backend().prefix("snapshots").build()) {
            storage.set("key", VALUE).join();
            container.client().getBlobClient("snapshots/key").createSnapshot();

            assertThat(Failures.of(storage.delete("key"), ErrorKind.CONFLICT)).hasMessageContaining("snapshots");
            Failures.of(storage.clear(), ErrorKind.CONFLICT);
            assertThat(storage.keys().join()).containsExactly("key");
            assertThat(storage.get("key").join()).isEqualTo(VALUE);
        }
    }

    @Test
    @DisplayName("A host that has no address: UNAVAILABLE, and what to check")
    void unknownHost() {
        try (AzureStorageBackend storage = elsewhere("http://no-such-host.invalid")) {
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
        try (AzureStorageBackend storage = elsewhere("http://127.0.0.1:" + port)) {
            everyOperation(storage).forEach((name, future) -> Failures.of(future, ErrorKind.UNAVAILABLE));
        }
    }

    @Test
    @DisplayName("HTTPS to a port that speaks HTTP: UNAVAILABLE")
    void wrongProtocol() {
        try (AzureStorageBackend storage = elsewhere("https://127.0.0.1:" + SERVER.port())) {
            everyOperation(storage).forEach((name, future) -> Failures.of(future, ErrorKind.UNAVAILABLE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404})
    @DisplayName("An endpoint that speaks HTML: CORRUPTED, never stored, missing, there or empty")
    void html(int status) throws IOException {
        String page = "<!DOCTYPE html><html><body><p>Welcome<br></body></html>";
        try (FixedAnswer website = new FixedAnswer(status, Map.of("Content-Type", "text/html"), page);
                AzureStorageBackend storage = elsewhere(website.endpoint().toString())) {
            everyOperation(storage)
                    .forEach((name, future) -> assertThat(Failures.of(future, ErrorKind.CORRUPTED))
                            .as(name)
                            .hasMessageContaining("endpoint"));
        }
    }

    private static AzureStorageBackend withSas(String sas) {
        return AzureStorageBackend.builder()
                .containerName(container.name())
                .endpoint(SERVER.endpoint())
                .sasToken(sas)
                .build();
    }

    private static AzureStorageBackend elsewhere(String endpoint) {
        return AzureStorageBackend.builder()
                .containerName(container.name())
                .connectionString(
                        SERVER.connectionString().replace(SERVER.endpoint().toString(), endpoint + "/devstoreaccount1"))
                .maximumAttempts(2)
                .build();
    }

    private static void assertRefused(String name, CompletableFuture<?> future, String secret, String hint) {
        ServiceException failure = Failures.of(future, ErrorKind.PERMISSION_DENIED);
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        String signature = secret.replaceFirst(".*sig=", "").replaceFirst("&.*", "");
        assertThat(failure).as(name).hasMessageContaining(hint);
        assertThat(text.toString() + failure.details())
                .as(name)
                .doesNotContain(signature)
                .doesNotContain(URLDecoder.decode(signature, StandardCharsets.UTF_8))
                .doesNotContain(SERVER.accountKey());
    }

    private static Map<String, CompletableFuture<?>> everyOperation(AzureStorageBackend storage) {
        Map<String, CompletableFuture<?>> all = new LinkedHashMap<>();
        all.put("set", storage.set("key", VALUE));
        all.put("set in blocks", storage.set("key", new byte[(16 << 20) + 1]));
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
