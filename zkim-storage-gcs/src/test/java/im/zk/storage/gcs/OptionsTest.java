package im.zk.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.storage.BlobId;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.StorageConfig;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Failures;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The backend by builder, map and URI, and what is refused before any request. */
class OptionsTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("A URI, its other scheme, a map and the builder make the same backend")
    void allWays() {
        TestBucket bucket = new TestBucket(TestServers.fakeGcs());
        String rest = bucket.name() + "/tenant?credentials=none&endpoint=" + bucket.endpoint();
        Map<String, String> map = Map.of(
                "type", "gcs",
                "bucketName", bucket.name(),
                "prefix", "tenant",
                "credentials", "none",
                "endpoint", bucket.endpoint().toString(),
                "callTimeoutMillis", "60000",
                "maximumAttempts", "2",
                "chunkSize", "262144",
                "maximumValueBytes", "1000");
        try (StorageBackend fromUri = StorageBackends.create("gcs://" + rest);
                StorageBackend fromAlias = StorageBackends.create("gs://" + rest);
                StorageBackend fromMap = StorageBackends.create(StorageConfig.fromMap(map));
                StorageBackend built = bucket.backend().prefix("tenant").build()) {
            fromUri.set("key", "value".getBytes(UTF_8)).join();
            for (StorageBackend each : new StorageBackend[] {fromAlias, fromMap, built}) {
                assertThat(each.get("key").join()).isEqualTo("value".getBytes(UTF_8));
                assertThat(each)
                        .hasToString("GCS[" + bucket.name() + "/tenant/]")
                        .hasSameClassAs(fromUri);
            }
            assertThat(bucket.content("tenant/key")).isEqualTo("value");
            Failures.of(fromMap.set("key", new byte[1001]), ErrorKind.VALUE_TOO_LARGE);
        }
    }

    @Test
    @DisplayName("The prefix is zkim-files/ unless another is given, and may be empty")
    void prefix() {
        TestBucket bucket = new TestBucket(TestServers.fakeGcs());
        try (StorageBackend usual = bucket.backend().build();
                StorageBackend whole = bucket.backend().prefix("").build()) {
            usual.set("key", new byte[1]).join();
            assertThat(bucket.names("")).containsExactly("zkim-files/key");
            whole.set("key", new byte[1]).join();
            assertThat(bucket.names("")).containsExactlyInAnyOrder("zkim-files/key", "key");
            Failures.of(whole.set(".well-known/acme-challenge/x", new byte[1]), ErrorKind.INVALID_KEY);
            assertThat(Failures.of(whole.get(".well-known/acme-challenge/x"), ErrorKind.INVALID_KEY)
                            .code())
                    .isEqualTo("GCS_DOWNLOAD_ERROR");
            Map<String, byte[]> entries = Map.of("other", new byte[1], ".well-known/acme-challenge/x", new byte[1]);
            Failures.of(whole.setBatch(entries), ErrorKind.INVALID_KEY);
            Failures.of(whole.getBatch(entries.keySet()), ErrorKind.INVALID_KEY);
            Failures.of(whole.deleteBatch(entries.keySet()), ErrorKind.INVALID_KEY);
            assertThat(whole.has("other").join()).isFalse();
            usual.set(".well-known/acme-challenge/x", new byte[1]).join();
        }
    }

    @Test
    @DisplayName("A client that is given is used, with its endpoint and credentials, and stays open")
    void givenClient() {
        TestBucket bucket = new TestBucket(TestServers.fakeGcs());
        try (GcsStorageBackend storage = GcsStorageBackend.builder()
                .client(bucket.client())
                .bucketName(bucket.name())
                .chunkSize(256 << 10)
                .build()) {
            storage.set("key", new byte[] {1}).join();
            storage.set("large", new byte[300_000]).join();
            assertThat(storage.get("large").join()).hasSize(300_000);
            assertThat(storage.has("key").join()).isTrue();
            assertThat(storage.keys().join()).containsExactlyInAnyOrder("key", "large");
            storage.deleteBatch(java.util.List.of("large")).join();
            assertThat(storage.retries()).isTrue();
        }
        assertThat(bucket.client().readAllBytes(BlobId.of(bucket.name(), "zkim-files/key")))
                .containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "ab, 3 to 63",
        "Bucket-1, other characters",
        "my bucket, other characters",
        "-bucket, begin and end",
        "bucket_, begin and end",
        "my..bucket, empty part",
        "10.1.2.3, IP address",
        "goog-bucket, reserved",
        "my-google-bucket, reserved"
    })
    @DisplayName("A bucket that cannot be one is refused by name")
    void bucketNames(String bucket, String hint) {
        assertThat(Failures.of(
                        () -> GcsStorageBackend.builder().bucketName(bucket).build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("'" + bucket + "'")
                .hasMessageContaining(hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "my_bucket-1", "files.example.com", "0bucket9"})
    @DisplayName("A bucket that may be one is taken")
    void goodBucketNames(String bucket) {
        assertThat(GcsStorageOptions.builder().bucketName(bucket).build())
                .hasToString("GcsStorageOptions[" + bucket + "/zkim-files/]");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://host, http://",
        "http://, authority",
        "http:host, no host",
        "https://user:secret@host, password",
        "https://host/path, path",
        "https://host?x=y, path",
        "http://storage.example.com, not https"
    })
    @DisplayName("An endpoint that cannot be one, or that would read the token, is refused and not quoted")
    void endpoints(String endpoint, String hint) {
        ServiceException failure = Failures.of(
                () -> StorageBackends.create("gcs://bucket/?endpoint=" + endpoint.replace("?", "%3F")),
                ErrorKind.INVALID_CONFIG);
        assertThat(failure).hasMessageContaining(hint);
        assertThat(failure.getMessage()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gcs:",
                "gcs:///prefix",
                "gcs://user@bucket/",
                "gcs://bucket:80/",
                "gcs://bucket/a?prefix=b",
                "gcs://bucket/?bucketName=other",
                "gcs://bucket/?credentials=secret",
                "gcs://bucket/?maximumAttempts=0",
                "gcs://bucket/?maximumAttempts=11",
                "gcs://bucket/?maximumAttempts=99999999999",
                "gcs://bucket/?chunkSize=1000",
                "gcs://bucket/?chunkSize=0",
                "gcs://bucket/?maximumValueBytes=-1",
                "gcs://bucket/?maximumValueBytes=2147483648",
                "gcs://bucket/?callTimeoutMillis=0",
                "gcs://bucket/a//b",
                "gcs://bucket/?endpoint=%20"
            })
    @DisplayName("A malformed URI or value is refused")
    void malformed(String uri) {
        Failures.of(() -> StorageBackends.create(uri), ErrorKind.INVALID_CONFIG);
    }

    @Test
    @DisplayName("A key file that is missing or malformed is named, and never quoted")
    void keyFiles() throws Exception {
        Path missing = directory.resolve("missing.json");
        assertThat(Failures.of(() -> withKeyFile(missing), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("does not exist");
        assertThat(Failures.of(() -> withKeyFile(directory), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("cannot be read");
        String secret = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC";
        for (String content : new String[] {
            secret,
            "{\"type\": \"service_account\", \"private_key\": \"" + secret + "\"",
            "{\"type\": \"service_account\", \"private_key\": \"" + secret + "\"}",
            "{\"type\": \"service_account\", \"client_email\": \"a@b\", \"client_id\": \"1\","
                    + " \"private_key_id\": \"2\", \"private_key\": \"" + secret + "\"}",
            "{\"type\": \"" + secret + "\"}",
            "[]",
            ""
        }) {
            Path file = Files.writeString(directory.resolve("key.json"), content);
            ServiceException failure = Failures.of(() -> withKeyFile(file), ErrorKind.INVALID_CONFIG);
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text, true));
            assertThat(failure).hasMessageContaining(file.toString());
            assertThat(text.toString() + failure.details()).doesNotContain(secret);
        }
    }

    @Test
    @DisplayName("What contradicts or makes no sense is refused")
    void contradictions() {
        GcsStorageOptions.Builder<GcsStorageOptions> none = GcsStorageOptions.builder();
        assertThat(Failures.of(none::build, ErrorKind.INVALID_CONFIG)).hasMessageContaining("bucketName");
        TestBucket bucket = new TestBucket(TestServers.fakeGcs());
        assertThat(Failures.of(() -> bucket.backend().client(bucket.client()).build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("A client is given");
        assertThat(Failures.of(() -> bucket.backend().keyFilename(directory).build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("Both a keyFilename and credentials");
        Failures.of(() -> bucket.backend().callTimeout(Duration.ZERO).build(), ErrorKind.INVALID_CONFIG);
        Duration endless = Duration.ofMillis(Long.MAX_VALUE);
        Failures.of(() -> bucket.backend().callTimeout(endless).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> bucket.backend().projectId(" ").build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> bucket.backend().endpoint(URI.create("/x")).build(), ErrorKind.INVALID_CONFIG);
    }

    private static StorageBackend withKeyFile(Path file) {
        return GcsStorageBackend.builder()
                .bucketName("bucket")
                .keyFilename(file)
                .build();
    }
}
