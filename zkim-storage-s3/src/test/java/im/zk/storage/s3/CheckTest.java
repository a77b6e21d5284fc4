package im.zk.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.BackendCheck;
import im.zk.storage.CheckReport;
import im.zk.storage.CheckReport.Finding;
import im.zk.storage.CheckReport.Problem;
import im.zk.storage.testservers.MinioServer;
import im.zk.storage.testservers.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** What the check of a backend finds at a real server that is set up wrongly. */
class CheckTest {

    private static final MinioServer SERVER = TestServers.minio();

    private final TestBucket bucket = new TestBucket(SERVER, Compatibility.MINIO);

    @AfterEach
    void closeBucket() {
        bucket.close();
    }

    @Test
    void nothingWithTheRightCompatibility() {
        CheckReport report = check(bucket.backend().build());

        assertThat(report.findings()).isEmpty();
        assertThat(bucket.names("")).isEmpty();
    }

    @Test
    void theStylesOfKeysThatMinioCannotHoldUnderTheirOwnNames() {
        CheckReport report = check(bucket.backend()
                .compatibility(Compatibility.AWS)
                .pathStyle(true)
                .build());

        assertThat(report.findings())
                .allMatch(finding -> finding.problem() == Problem.KEY_STYLE)
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("a key and one below it"))
                .anyMatch(message -> message.contains("a path segment of 300 bytes"));
        assertThat(report.findings()).allMatch(finding -> finding.advice().contains("compatibility=minio"));
        assertThat(bucket.names("")).isEmpty();
    }

    @Test
    void aBucketThatIsNotThere() {
        assertThat(check(bucket.backend()
                                .bucket("zkim-bucket-that-is-not-there")
                                .build())
                        .findings())
                .extracting(Finding::problem)
                .containsExactly(Problem.CONTAINER_MISSING);
    }

    @Test
    void permissionsThatAreMissing() {
        try (S3Client anonymous = BucketPolicies.anonymousClient(SERVER.endpoint())) {
            CheckReport report = check(S3StorageBackend.builder()
                    .client(anonymous)
                    .bucket(bucket.name())
                    .compatibility(Compatibility.MINIO)
                    .build());

            assertThat(report.findings()).extracting(Finding::problem).contains(Problem.PERMISSION_MISSING);
            assertThat(report.toString()).contains("set failed with PERMISSION_DENIED");
        }
    }

    private static CheckReport check(S3StorageBackend backend) {
        try (backend) {
            return BackendCheck.run(backend).join();
        }
    }
}
