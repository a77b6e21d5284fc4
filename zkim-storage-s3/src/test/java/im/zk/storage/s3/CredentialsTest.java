package im.zk.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.testservers.MinioServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that are not given are asked for with each request, so that what is renewed is used. */
class CredentialsTest {

    private static final MinioServer SERVER = TestServers.minio();
    private static final String ID = "aws.accessKeyId";
    private static final String SECRET = "aws.secretAccessKey";
    private static final String FILE = "aws.sharedCredentialsFile";
    private static final String WRONG = "not-the-secret-of-the-tests-4711";

    private static TestBucket bucket;

    @TempDir
    private Path directory;

    private int edits;

    @BeforeAll
    static void createBucket() {
        bucket = new TestBucket(SERVER, Compatibility.MINIO);
    }

    @AfterAll
    static void closeBucket() {
        bucket.close();
    }

    @AfterEach
    void forget() {
        System.clearProperty(ID);
        System.clearProperty(SECRET);
        System.clearProperty(FILE);
    }

    @Test
    @DisplayName("Of the SDK's default chain")
    void defaultChain() {
        System.setProperty(ID, SERVER.accessKeyId());
        System.setProperty(SECRET, WRONG);
        try (S3StorageBackend storage = withoutCredentials().build()) {
            Failures.of(storage.set("key", new byte[1]), ErrorKind.PERMISSION_DENIED);

            System.setProperty(SECRET, SERVER.secretAccessKey());
            storage.set("key", new byte[1]).join();
            assertThat(storage.get("key").join()).containsExactly(0);
        }
    }

    @Test
    @DisplayName("Of a profile")
    void profile() throws Exception {
        write("aws_access_key_id=" + SERVER.accessKeyId() + "\naws_secret_access_key=" + WRONG);
        try (S3StorageBackend storage = withoutCredentials().profile("mine").build()) {
            Failures.of(storage.keys(), ErrorKind.PERMISSION_DENIED);

            write("aws_access_key_id=" + SERVER.accessKeyId() + "\naws_secret_access_key=" + SERVER.secretAccessKey());
            Await.until(
                    "the new secret is used",
                    () -> storage.keys()
                            .handle((keys, failure) -> failure == null)
                            .join());
        }
    }

    @Test
    @DisplayName("A profile that needs another module of the SDK: INVALID_CONFIG, and which")
    void roleWithoutModule() throws IOException {
        write("role_arn=arn:aws:iam::123456789012:role/mine\nsource_profile=default\n"
                + "[default]\naws_access_key_id=id\naws_secret_access_key=" + WRONG);
        try (S3StorageBackend storage = withoutCredentials().profile("mine").build()) {
            assertThat(Failures.of(storage.get("key"), ErrorKind.INVALID_CONFIG))
                    .hasMessageContaining("sts")
                    .hasMessageNotContaining(WRONG);
        }
    }

    private S3StorageOptions.Builder<S3StorageBackend> withoutCredentials() {
        return S3StorageBackend.builder()
                .bucket(bucket.name())
                .endpoint(SERVER.endpoint())
                .compatibility(Compatibility.MINIO);
    }

    /**
     * In one step, as no half of it must be read. Its time is a second later than that of the write before: the SDK does not see
     * a change within milliseconds of its reading.
     */
    private void write(String profile) throws IOException {
        Path written = Files.writeString(directory.resolve("written"), "[mine]\n" + profile + "\n");
        Files.setLastModifiedTime(written, FileTime.from(Instant.now().plusSeconds(edits++)));
        Path file = directory.resolve("credentials");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        System.setProperty(FILE, file.toString());
    }
}
