package im.zk.storage.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.NoCredentials;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.StorageConfig;
import im.zk.storage.azure.AzureStorageBackend;
import im.zk.storage.decorator.StorageStack;
import im.zk.storage.file.FileStorageBackend;
import im.zk.storage.gcs.GcsStorageBackend;
import im.zk.storage.ipfs.IpfsStorageBackend;
import im.zk.storage.jdbc.PostgresStorageBackend;
import im.zk.storage.rest.RestStorageBackend;
import im.zk.storage.s3.S3StorageBackend;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A backend that is opened is one line in the log, whichever way it is opened, and the line has no secret. */
@ResourceLock(Resources.SYSTEM_ERR)
class OpenedBackendsTest {

    private static final String SECRET = "a-secret-of-this-test";
    private static final String ACCOUNT_KEY = Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8));
    private static final String AZURE = "DefaultEndpointsProtocol=http;AccountName=account;AccountKey=" + ACCOUNT_KEY
            + ";BlobEndpoint=http://127.0.0.1:1/account";
    private static final String POSTGRES = "jdbc:postgresql://127.0.0.1:1/database";
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    @TempDir
    private Path directory;

    @Test
    void memory() {
        assertOneLine("Memory", InMemoryStorage::new);
        assertOneLine("Memory", () -> StorageBackends.create("memory:"));
    }

    @Test
    void file() {
        assertOneLine(
                "File[", () -> FileStorageBackend.builder().directory(directory).build());
        assertOneLine("File[", "file", Map.of("directory", directory.toString()));
    }

    @Test
    void s3() {
        assertOneLine(
                "S3[bucket/zkim-files/]",
                () -> S3StorageBackend.builder()
                        .bucket("bucket")
                        .region("eu-west-1")
                        .credentials("id", SECRET)
                        .build());
        assertOneLine(
                "S3[bucket/zkim-files/]",
                "s3",
                Map.of("bucket", "bucket", "region", "eu-west-1", "accessKeyId", "id", "secretAccessKey", SECRET));
    }

    @Test
    void azure() {
        assertOneLine(
                "Azure[container/zkim-files/]",
                () -> AzureStorageBackend.builder()
                        .containerName("container")
                        .connectionString(AZURE)
                        .build());
        assertOneLine(
                "Azure[container/zkim-files/]",
                "azure",
                Map.of("containerName", "container", "connectionString", AZURE));
    }

    @Test
    void gcs() {
        Supplier<StorageBackend> builder = () -> GcsStorageBackend.builder()
                .bucketName("bucket")
                .endpoint(NOWHERE)
                .credentials(NoCredentials.getInstance())
                .build();
        assertOneLine("GCS[bucket/zkim-files/]", builder);
        assertOneLine("GCS[bucket/zkim-files/]", "gcs", Map.of("bucketName", "bucket", "endpoint", NOWHERE.toString()));
    }

    @Test
    void postgres() {
        assertOneLine(
                "Postgres[",
                () -> PostgresStorageBackend.builder()
                        .connectionString(POSTGRES)
                        .username("user")
                        .password(SECRET)
                        .build());
        assertOneLine(
                "Postgres[", "postgres", Map.of("connectionString", POSTGRES, "username", "user", "password", SECRET));
    }

    @Test
    void rest() {
        String opened = "Rest[" + NOWHERE + "]";
        assertOneLine(
                opened,
                () -> RestStorageBackend.builder().baseUrl(NOWHERE.toString()).build());
        assertOneLine(opened, "rest", Map.of("baseUrl", NOWHERE.toString(), "apiKey", SECRET));
    }

    @Test
    void ipfs() {
        String opened = "Ipfs[" + NOWHERE + "/zkim-files]";
        assertOneLine(
                opened,
                () -> IpfsStorageBackend.builder().ipfsUrl(NOWHERE.toString()).build());
        assertOneLine(opened, "ipfs", Map.of("ipfsUrl", NOWHERE.toString()));
    }

    @Test
    void oneOfOnesOwn() {
        try (MVStore store = MVStore.open(null)) {
            assertOneLine("MvStore[files]", () -> new MvStoreBackend(store, "files"));
        }
        assertOneLine("Adapted", () -> StorageBackends.adapt((key, value) -> {}, key -> null, key -> {}, List::of));
    }

    @Test
    void aBackendWhoseRetriesAreTurnedOffForThoseAboveItIsOpenedOnce() {
        assertOneLine(
                "S3[bucket/zkim-files/]",
                () -> StorageStack.over(S3StorageBackend.builder()
                                .bucket("bucket")
                                .region("eu-west-1")
                                .credentials("id", SECRET)
                                .build())
                        .retry()
                        .build());
        assertOneLine(
                "GCS[bucket/zkim-files/]",
                () -> StorageStack.over(GcsStorageBackend.builder()
                                .bucketName("bucket")
                                .endpoint(NOWHERE)
                                .credentials(NoCredentials.getInstance())
                                .build())
                        .retry()
                        .build());
        assertOneLine(
                "Azure[container/zkim-files/]",
                () -> StorageStack.over(AzureStorageBackend.builder()
                                .containerName("container")
                                .connectionString(AZURE)
                                .build())
                        .retry()
                        .build());
    }

    private static void assertOneLine(String opened, String type, Map<String, String> properties) {
        assertOneLine(opened, () -> StorageBackends.create(StorageConfig.of(type, properties)));
    }

    private static void assertOneLine(String opened, Supplier<StorageBackend> open) {
        List<String> lines = LoggedLines.during(() -> open.get().close());
        assertThat(lines).singleElement().asString().startsWith("INFO Opened " + opened);
        assertThat(lines.get(0)).doesNotContain(SECRET, ACCOUNT_KEY);
    }
}
