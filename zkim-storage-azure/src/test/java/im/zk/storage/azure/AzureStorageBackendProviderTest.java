package im.zk.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.StorageConfig;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Failures;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The backend from configuration. */
class AzureStorageBackendProviderTest {

    private static final String SECRET = "connectionString=AccountName%3Da%3BAccountKey%3DczNjcmV0";

    private final AzureStorageBackendProvider provider = new AzureStorageBackendProvider();

    @Test
    @DisplayName("A URI, a map and the builder make the same backend, with a connection string or a SAS")
    void allWays() {
        TestContainer container = new TestContainer(TestServers.azurite());
        String connectionString = container.server().connectionString();
        String sas = container.sas(
                TestContainer.ALL_PERMISSIONS,
                OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
        try (StorageBackend fromUri = StorageBackends.create(
                        "azure://" + container.name() + "/mine?connectionString=" + encode(connectionString));
                StorageBackend fromMap = StorageBackends.create(StorageConfig.fromMap(Map.of(
                        "type",
                        "azure",
                        "containerName",
                        container.name(),
                        "prefix",
                        "mine/",
                        "connectionString",
                        connectionString)));
                StorageBackend withSas = StorageBackends.create("azure://" + container.name() + "/mine?endpoint="
                        + container.server().endpoint() + "&sasToken=" + encode(sas));
                StorageBackend built = container.backend().prefix("mine").build()) {
            fromUri.set("key", new byte[] {7}).join();
            assertThat(fromMap.get("key").join()).containsExactly(7);
            assertThat(withSas.get("key").join()).containsExactly(7);
            assertThat(built.get("key").join()).containsExactly(7);
            assertThat(fromUri)
                    .hasToString("Azure[" + container.name() + "/mine/]")
                    .hasSameClassAs(built);
            withSas.clear().join();
            assertThat(built.keys().join()).isEmpty();
        }
    }

    @Test
    @DisplayName("What a URI says")
    void uris() {
        assertThat(provider.fromUri("azure://my-container")).isEqualTo(Map.of("containerName", "my-container"));
        assertThat(provider.fromUri("azure://my-container/a/b%20c/?endpoint=https://a.blob.core.windows.net"))
                .isEqualTo(Map.of(
                        "containerName", "my-container",
                        "prefix", "a/b c/",
                        "endpoint", "https://a.blob.core.windows.net"));
        assertThat(provider.fromUri("azure://my-container/?sasToken=sv%3D1%26sig%3Da+b%252Fc")
                        .get("sasToken"))
                .isEqualTo("sv=1&sig=a+b%2Fc");
    }

    @Test
    @DisplayName("No prefix means the guide's")
    void defaultPrefix() {
        try (StorageBackend storage = StorageBackends.create("azure://my-container/?" + SECRET)) {
            assertThat(storage).hasToString("Azure[my-container/zkim-files/]");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "azure:my-container",
                "azure:///prefix",
                "azure://id:czNjcmV0@my-container/",
                "azure://my-container:10000/",
                "azure://my-container/a?prefix=b&" + SECRET,
                "azure://my-container/?containerName=other&" + SECRET,
                "azure://my-container/?conectionString=czNjcmV0",
                "azure://my-container/",
                "azure://my-container/?" + SECRET + "&maximumAttempts=many",
                "azure://my-container/?" + SECRET + "&blockSize=99999999999",
                "azure://my-container/?" + SECRET + "&endpoint=https://a.blob.core.windows.net",
                "azure://my-container/?endpoint=http://a%20b",
                "azure://My_Container/?" + SECRET,
                "azure://my-container//a?" + SECRET
            })
    @DisplayName("A malformed URI or value is refused, and no secret is quoted")
    void malformed(String uri) {
        assertThat(Failures.of(() -> StorageBackends.create(uri), ErrorKind.INVALID_CONFIG))
                .hasMessageNotContaining("czNjcmV0");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
