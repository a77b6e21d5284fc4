package im.zk.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.CredentialUnavailableException;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Failures;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What options are refused, by name and before any request. */
class AzureStorageOptionsTest {

    private static final String KEY = "c2VjcmV0LXNlY3JldA==";
    private static final String CONNECTION_STRING = "AccountName=account;AccountKey=" + KEY;
    private static final URI ENDPOINT = URI.create("https://account.blob.core.windows.net");
    private static final TokenCredential NOBODY = request -> Mono.empty();

    @ParameterizedTest
    @ValueSource(strings = {"abc", "my-container", "1container1", "$web"})
    @DisplayName("Names that a container may have")
    void containers(String name) {
        assertThat(options().containerName(name).build()).asString().contains(name + "/zkim-files/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ab",
                "My-Container",
                "my_container",
                "my.container",
                "-container",
                "container-",
                "my--container",
                "$root",
                "$logs",
                "my container",
                "my/container",
                "b\u00FCcket"
            })
    @DisplayName("Names that no container may have are refused by name")
    void wrongContainers(String name) {
        assertThat(Failures.of(() -> options().containerName(name).build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("container")
                .hasMessageContaining(name.strip());
    }

    @Test
    @DisplayName("A container's name of 64 characters is too long, one of 63 is not, and none is refused")
    void length() {
        options().containerName("b".repeat(63)).build();
        Failures.of(() -> options().containerName("b".repeat(64)).build(), ErrorKind.INVALID_CONFIG);
        assertThat(Failures.of(() -> AzureStorageOptions.builder().build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("needs a containerName");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UseDevelopmentStorage=true",
                "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net",
                "BlobEndpoint=https://a.blob.core.windows.net/;SharedAccessSignature=sv=2026&sig=s3cret",
                "AccountName=a;SharedAccessSignature=?sv=2026&sig=s3cret",
                "AccountName=a;AccountKey=c2VjcmV0;"
            })
    @DisplayName("Connection strings of every documented sort make a backend")
    void connectionStrings(String text) {
        AzureStorageBackend.builder()
                .containerName("my-container")
                .connectionString(text)
                .build()
                .close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "=s3cret",
                "AccountName=a",
                "AccountKey=czNjcmV0",
                "AccountName=a;AccountKey=",
                "accountname=a;accountkey=czNjcmV0",
                "AccountName=a;AccountKey=s3cret!",
                "AccountName=a;AccountName=b;AccountKey=czNjcmV0",
                "AccountName=a;AccountKey=czNjcmV0;BlobEndpoint=ftp://s3cret",
                "AccountName=a;AccountKey=czNjcmV0;BlobEndpoint=https://a b",
                "AccountName=a;AccountKey=czNjcmV0;BlobEndpoint=https://a?sig=s3cret",
                "DefaultEndpointsProtocol=ftp;AccountName=a;AccountKey=czNjcmV0",
                "SharedAccessSignature=sv=1&sig=s3cret",
                "AccountName=a;SharedAccessSignature=sv=1",
                "https://a.blob.core.windows.net/?sv=1&sig=s3cret"
            })
    @DisplayName("Malformed connection strings are refused, and nothing of them is quoted")
    void wrongConnectionStrings(String text) {
        assertThat(Failures.of(
                        () -> AzureStorageBackend.builder()
                                .containerName("my-container")
                                .connectionString(text)
                                .build(),
                        ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("connectionString")
                .hasMessageNotContaining("s3cret")
                .hasMessageNotContaining("czNjcmV0")
                .hasNoCause();
    }

    @Test
    @DisplayName("An endpoint or a connection string, a SAS or a credential: one of each two")
    void contradictions() {
        AzureStorageOptions.Builder<AzureStorageOptions> none =
                AzureStorageOptions.builder().containerName("my-container");
        assertThat(Failures.of(none::build, ErrorKind.INVALID_CONFIG)).hasMessageContaining("has neither");
        assertThat(Failures.of(() -> options().endpoint(ENDPOINT).build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("has both");
        Failures.of(() -> options().sasToken("sig=s3cret").build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().credential(NOBODY).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(
                () -> endpoint(ENDPOINT)
                        .sasToken("sig=s3cret")
                        .credential(NOBODY)
                        .build(),
                ErrorKind.INVALID_CONFIG);
        for (String wrong : new String[] {"s3cret", "sv=1", "https://a.blob.core.windows.net/?sig=s3cret"}) {
            assertThat(Failures.of(() -> endpoint(ENDPOINT).sasToken(wrong).build(), ErrorKind.INVALID_CONFIG))
                    .hasMessageContaining("sasToken")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host",
                "localhost:10000",
                "/path",
                "https:/path",
                "https://host?sig=s3cret",
                "https://host#x",
                "https://me:s3cret@host"
            })
    @DisplayName("Endpoints that are none")
    void endpoints(String endpoint) {
        assertThat(Failures.of(
                        () -> endpoint(URI.create(endpoint)).sasToken("sig=x").build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("endpoint")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    @DisplayName("A token is not sent in clear: credentials need https")
    void tokensNeedHttps() {
        URI clear = URI.create("http://account.blob.core.windows.net");
        assertThat(Failures.of(() -> endpoint(clear).credential(NOBODY).build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("https");
        assertThat(Failures.of(() -> endpoint(clear).build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("https");
    }

    @Test
    @DisplayName("Without azure-identity the default credentials are refused, and the artifact is named")
    void noIdentity() {
        assertThat(AzureErrors.noIdentity(new NoClassDefFoundError("com/azure/identity/DefaultAzureCredentialBuilder")))
                .hasMessageContaining("com.azure:azure-identity");
        AzureStorageBackend.builder()
                .containerName("my-container")
                .endpoint(ENDPOINT)
                .build()
                .close();
    }

    @Test
    @DisplayName("No text shows a secret")
    void secrets() {
        assertThat(options().build().toString()).doesNotContain(KEY);
        assertThat(endpoint(ENDPOINT).sasToken("sig=s3cret").build())
                .asString()
                .contains(ENDPOINT.toString())
                .doesNotContain("s3cret");
    }

    @Test
    @DisplayName("Numbers out of bounds, and prefixes that are none")
    void numbers() {
        Failures.of(() -> options().callTimeout(Duration.ZERO).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(
                () -> options().callTimeout(Duration.ofMillis(Long.MAX_VALUE)).build(), ErrorKind.INVALID_CONFIG);
        for (Duration allowed : List.of(Duration.ofMillis(1), Duration.ofMillis(500), Duration.ofDays(1))) {
            new AzureStorageBackend(options().callTimeout(allowed).build()).close();
        }
        Failures.of(() -> options().maximumAttempts(0).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().maximumAttempts(11).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().blockSize((64 << 10) - 1).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().maximumValueBytes(-1).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().maximumValueBytes(Integer.MAX_VALUE).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().prefix("a//b").build(), ErrorKind.INVALID_CONFIG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant.", "tenant./", "a./b", "a/b...", "..."})
    @DisplayName("K5: a prefix with a segment that ends with a dot is refused: the service would drop the dot")
    void dottedPrefixes(String prefix) {
        assertThat(Failures.of(() -> options().prefix(prefix).build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("'" + prefix + "'")
                .hasMessageContaining("dot");
        options().prefix(".a/b.c/..d").build();
    }

    @Test
    @DisplayName("A3: a credential is asked on the executor, not on the caller's thread and not on one of the client's")
    void credentialThread() throws Exception {
        CompletableFuture<String> asked = new CompletableFuture<>();
        TokenCredential slow = request -> {
            asked.complete(Thread.currentThread().getName());
            return Mono.error(new CredentialUnavailableException("nobody is logged in"));
        };
        ExecutorService executor = Executors.newSingleThreadExecutor(work -> new Thread(work, "given"));
        try (AzureStorageBackend storage = AzureStorageBackend.builder()
                .containerName("my-container")
                .endpoint(ENDPOINT)
                .credential(slow)
                .executor(executor)
                .build()) {
            Failures.of(storage.get("key"), ErrorKind.PERMISSION_DENIED);
            assertThat(asked).isCompletedWithValue("given");
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    @DisplayName("A given client works, stays open, and nothing that it has of its own may stand beside it")
    void client() {
        TestContainer container = new TestContainer(TestServers.azurite());
        BlobContainerAsyncClient client = new BlobContainerClientBuilder()
                .connectionString(container.server().connectionString())
                .containerName(container.name())
                .buildAsyncClient();
        Failures.of(
                () -> AzureStorageOptions.builder()
                        .client(client)
                        .endpoint(ENDPOINT)
                        .build(),
                ErrorKind.INVALID_CONFIG);
        Failures.of(
                () -> AzureStorageOptions.builder()
                        .client(client)
                        .containerName("another")
                        .build(),
                ErrorKind.INVALID_CONFIG);
        byte[] value = new byte[3 << 20];
        value[value.length - 1] = 7;
        for (int round = 0; round < 2; round++) {
            try (AzureStorageBackend storage = AzureStorageBackend.builder()
                    .client(client)
                    .blockSize(1 << 20)
                    .build()) {
                storage.set("key", value).join();
                assertThat(storage.get("key").join()).isEqualTo(value);
                storage.clear().join();
                assertThat(storage.get("key").join()).isNull();
                assertThat(storage.retries()).isTrue();
                assertThatThrownBy(storage::withoutRetries)
                        .isInstanceOf(ServiceException.class)
                        .hasMessageContaining("maximumAttempts(1)");
            }
        }
        try (AzureStorageBackend storage =
                AzureStorageBackend.builder().client(client).maximumAttempts(1).build()) {
            assertThat(storage.retries()).as("of a client that is said not to").isFalse();
            assertThat(storage.withoutRetries()).isSameAs(storage);
        }
    }

    @Test
    @DisplayName("The backend says whether its client retries")
    void retries() {
        assertThat(retries(options())).isTrue();
        assertThat(retries(options().maximumAttempts(1))).isFalse();
        assertThat(retries(options().maximumAttempts(2))).isTrue();
    }

    @Test
    @DisplayName("Without retries, a backend of the same container takes this one's place, and closes it")
    void withoutRetries() {
        AzureStorageBackend often = new AzureStorageBackend(options().build());
        StorageBackend once = often.withoutRetries();

        assertThat(once.retries()).isFalse();
        assertThat(once).hasToString(often.toString()).isNotSameAs(often);
        assertThat(once.withoutRetries()).isSameAs(once);
        once.close();
        assertThat(often.get("key")).isCompletedExceptionally();
    }

    @Test
    @DisplayName("A name has at most 254 segments, those of the prefix included")
    void segments() {
        String key = "a/".repeat(223) + "a";
        for (String prefix : new String[] {"", "one", "p/".repeat(40), "p/".repeat(50)}) {
            int segments = 224 + prefix.split("/", -1).length - (prefix.endsWith("/") || prefix.isEmpty() ? 1 : 0);
            String name = AzureStorageOptions.namespace(prefix).toObjectName(key);
            assertThat(name.split("/", -1)).as(prefix).hasSize(Math.min(segments, 254));
            assertThat(name.length()).isLessThanOrEqualTo(1_024);
            assertThat(AzureStorageOptions.namespace(prefix).toKey(name)).isEqualTo(key);
        }
    }

    private static boolean retries(AzureStorageOptions.Builder<AzureStorageOptions> options) {
        try (AzureStorageBackend storage = new AzureStorageBackend(options.build())) {
            return storage.retries();
        }
    }

    private static AzureStorageOptions.Builder<AzureStorageOptions> options() {
        return AzureStorageOptions.builder().containerName("my-container").connectionString(CONNECTION_STRING);
    }

    private static AzureStorageOptions.Builder<AzureStorageOptions> endpoint(URI endpoint) {
        return AzureStorageOptions.builder().containerName("my-container").endpoint(endpoint);
    }
}
