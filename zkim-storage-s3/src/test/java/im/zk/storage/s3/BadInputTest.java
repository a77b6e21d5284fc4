package im.zk.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.testservers.MinioServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Failures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** What a caller sees who has the bucket, the credentials or the endpoint wrong: told by a real server. */
class BadInputTest {

    private static final MinioServer SERVER = TestServers.minio();
    private static final String SECRET = "not-the-secret-of-the-tests-4711";

    private static TestBucket bucket;

    @BeforeAll
    static void createBucket() {
        bucket = new TestBucket(SERVER, Compatibility.MINIO);
    }

    @AfterAll
    static void closeBucket() {
        bucket.close();
    }

    @Test
    @DisplayName("No such bucket: CONTAINER_NOT_FOUND, and the bucket is named")
    void noSuchBucket() {
        try (S3StorageBackend storage =
                bucket.backend().bucket("zkim-bucket-that-is-not-there").build()) {
            EveryOperation.of(storage).forEach((name, future) -> {
                ServiceException failure = Failures.of(future, ErrorKind.CONTAINER_NOT_FOUND);
                assertThat(failure).as(name).hasMessageContaining("'zkim-bucket-that-is-not-there'");
                assertThat(failure.details()).as(name).containsKeys("requestId", "errorCode", "status");
            });
        }
    }

    @Test
    @DisplayName("No permission: PERMISSION_DENIED")
    void noPermission() {
        try (S3Client anonymous = BucketPolicies.anonymousClient(SERVER.endpoint());
                TestBucket closed = new TestBucket(SERVER, Compatibility.MINIO);
                S3StorageBackend storage = S3StorageBackend.builder()
                        .client(anonymous)
                        .bucket(closed.name())
                        .compatibility(Compatibility.MINIO)
                        .build()) {
            EveryOperation.of(storage)
                    .forEach((name, future) -> assertThat(Failures.of(future, ErrorKind.PERMISSION_DENIED))
                            .as(name)
                            .hasMessageContaining("policy"));
        }
    }

    @Test
    @DisplayName("A wrong secret: PERMISSION_DENIED, and neither it nor the right one is shown")
    void wrongSecret() {
        try (S3StorageBackend storage =
                bucket.backend().credentials(SERVER.accessKeyId(), SECRET).build()) {
            assertRefused(storage, "secretAccessKey");
        }
    }

    @Test
    @DisplayName("An unknown access key: PERMISSION_DENIED")
    void wrongAccessKey() {
        try (S3StorageBackend storage =
                bucket.backend().credentials("NOBODYNOBODYNOBODY42", SECRET).build()) {
            assertRefused(storage, "accessKeyId");
        }
    }

    @Test
    @DisplayName("A session token that is not one: PERMISSION_DENIED")
    void wrongToken() {
        try (S3StorageBackend storage = bucket.backend().sessionToken(SECRET).build()) {
            assertRefused(storage, "token");
        }
    }

    @Test
    @DisplayName("A wrong region: INVALID_CONFIG, and the right one is named")
    void wrongRegion() {
        try (S3StorageBackend storage = bucket.backend().region("eu-west-3").build()) {
            EveryOperation.of(storage).forEach((name, future) -> {
                ServiceException failure = Failures.of(future, ErrorKind.INVALID_CONFIG);
                assertThat(failure).as(name).hasMessageContaining("'us-east-1'");
                assertThat(failure.details()).as(name).containsEntry("bucketRegion", "us-east-1");
            });
        }
    }

    @Test
    @DisplayName("A host that has no address: UNAVAILABLE, and what to check")
    void unknownHost() {
        try (S3StorageBackend storage =
                bucket.backend(URI.create("http://no-such-host.invalid")).build()) {
            EveryOperation.of(storage)
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
        try (S3StorageBackend storage =
                bucket.backend(URI.create("http://127.0.0.1:" + port)).build()) {
            EveryOperation.of(storage).forEach((name, future) -> Failures.of(future, ErrorKind.UNAVAILABLE));
        }
    }

    @Test
    @DisplayName("HTTPS to a port that speaks HTTP: UNAVAILABLE")
    void wrongProtocol() {
        try (S3StorageBackend storage =
                bucket.backend(URI.create("https://127.0.0.1:" + SERVER.port())).build()) {
            EveryOperation.of(storage).forEach((name, future) -> Failures.of(future, ErrorKind.UNAVAILABLE));
        }
    }

    private static void assertRefused(S3StorageBackend storage, String hint) {
        EveryOperation.of(storage).forEach((name, future) -> {
            ServiceException failure = Failures.of(future, ErrorKind.PERMISSION_DENIED);
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text, true));
            assertThat(failure).as(name).hasMessageContaining(hint);
            assertThat(text.toString() + failure.details())
                    .as(name)
                    .doesNotContain(SECRET)
                    .doesNotContain(SERVER.secretAccessKey());
        });
    }
}
