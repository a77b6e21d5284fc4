package im.zk.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.faults.Failures;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What options are refused, by name and before any request. */
class S3StorageOptionsTest {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    @ParameterizedTest
    @ValueSource(strings = {"abc", "my-bucket", "my.bucket.2", "1bucket1", "my-point-4711-s3alias"})
    @DisplayName("Names that a bucket may have")
    void buckets(String bucket) {
        assertThat(options().bucket(bucket).build()).asString().contains(bucket + "/zkim-files/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ab",
                "My-Bucket",
                "my_bucket",
                "-bucket",
                "bucket-",
                ".bucket",
                "my..bucket",
                "192.168.5.4",
                "xn--bucket",
                "sthree-bucket",
                "amzn-s3-demo-bucket",
                "bucket--eun1-az1--x-s3",
                "point.mrap",
                "arn:aws:s3:eu-west-1:123456789012:accesspoint/point",
                "my bucket",
                "my/bucket",
                "b\u00FCcket"
            })
    @DisplayName("Names that no bucket may have are refused by name")
    void wrongBuckets(String bucket) {
        assertThat(Failures.of(() -> options().bucket(bucket).build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("bucket")
                .hasMessageContaining(bucket.strip());
    }

    @Test
    @DisplayName("A bucket's name of 64 characters is too long, one of 63 is not")
    void length() {
        options().bucket("b".repeat(63)).build();
        Failures.of(() -> options().bucket("b".repeat(64)).build(), ErrorKind.INVALID_CONFIG);
        assertThat(Failures.of(() -> S3StorageOptions.builder().build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("needs a bucket");
    }

    @Test
    @DisplayName(
            "A region that Amazon does not have is refused, and the nearest named; beside an endpoint it may be any")
    void regions() {
        options().region("eu-west-1").build();
        options().region("cn-north-1").build();
        options().region("moon-west-1").endpoint(NOWHERE).build();
        assertThat(Failures.of(() -> options().region("eu-wset-1").build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("'eu-wset-1'")
                .hasMessageContaining("'eu-west-1'");
        Failures.of(() -> options().region("EU-WEST-1").build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().region("aws-global").build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().region("eu west").endpoint(NOWHERE).build(), ErrorKind.INVALID_CONFIG);
    }

    @Test
    @DisplayName("Of two keys that belong together one alone is refused, and no secret is quoted")
    void credentials() {
        String secret = "s3cret-4711";
        assertThat(Failures.of(() -> options().credentials("", secret).build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("only secretAccessKey");
        assertThat(Failures.of(() -> options().credentials("id", " ").build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("only accessKeyId");
        Failures.of(() -> options().sessionToken(secret).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().credentials("id", secret).profile("p").build(), ErrorKind.INVALID_CONFIG);
        assertThat(options()
                        .credentials("id", secret)
                        .sessionToken(secret)
                        .build()
                        .toString())
                .doesNotContain(secret)
                .doesNotContain("id,");
        assertThat(Failures.of(
                        () -> S3StorageBackend.builder()
                                .bucket("my-bucket")
                                .region("eu-west-1")
                                .profile("no-such-profile")
                                .build(),
                        ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("'no-such-profile'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host",
                "localhost:9000",
                "/path",
                "http:/path",
                "https://host?x=y",
                "https://host#x",
                "http://host:65536"
            })
    @DisplayName("Endpoints that are none")
    void endpoints(String endpoint) {
        assertThat(Failures.of(() -> options().endpoint(URI.create(endpoint)).build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("endpoint");
    }

    @Test
    @DisplayName(
            "An endpoint with a password in it is refused without quoting it; another store than Amazon's needs one")
    void endpointRules() {
        assertThat(Failures.of(
                        () -> options()
                                .endpoint(URI.create("https://me:s3cret@host"))
                                .build(),
                        ErrorKind.INVALID_CONFIG))
                .hasMessageNotContaining("s3cret");
        assertThat(Failures.of(
                        () -> options().compatibility(Compatibility.MINIO).build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("'minio' needs an endpoint");
    }

    @Test
    @DisplayName("Encryption, storage class and numbers out of bounds")
    void others() {
        options()
                .serverSideEncryption("aws:kms")
                .kmsKeyId("alias/mine")
                .storageClass("STANDARD_IA")
                .build();
        Failures.of(() -> options().serverSideEncryption("ROT13").build(), ErrorKind.INVALID_CONFIG);
        Failures.of(
                () -> options().serverSideEncryption("AES256").kmsKeyId("mine").build(), ErrorKind.INVALID_CONFIG);
        assertThat(Failures.of(() -> options().storageClass("CHEAP").build(), ErrorKind.INVALID_CONFIG))
                .hasMessageContaining("GLACIER_IR");
        Failures.of(() -> options().callTimeout(Duration.ZERO).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(
                () -> options().callTimeout(Duration.ofMillis(Long.MAX_VALUE)).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().maximumAttempts(0).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().maximumAttempts(11).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().partSize((5 << 20) - 1).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().maximumValueBytes(-1).build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> options().prefix("a//b").build(), ErrorKind.INVALID_CONFIG);
    }

    @Test
    @DisplayName("A given client stays open, and nothing that it has of its own may stand beside it")
    void client() throws IOException {
        try (FixedAnswer service = new FixedAnswer(200, Map.of(), "");
                S3Client client = BucketPolicies.anonymousClient(service.endpoint())) {
            Failures.of(() -> options().client(client).region("eu-west-1").build(), ErrorKind.INVALID_CONFIG);
            S3StorageBackend.builder()
                    .bucket("my-bucket")
                    .client(client)
                    .build()
                    .close();

            assertThat(client.headBucket(request -> request.bucket("my-bucket")))
                    .isNotNull();
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
    @DisplayName("The backend says whether a given client retries")
    void retriesOfGivenClient() {
        try (S3Client usual = BucketPolicies.anonymousClient(NOWHERE);
                S3Client once = S3Client.builder()
                        .endpointOverride(NOWHERE)
                        .region(Region.US_EAST_1)
                        .overrideConfiguration(
                                configuration -> configuration.retryStrategy(AwsRetryStrategy.doNotRetry()))
                        .build()) {
            assertThat(retriesOf(usual)).isTrue();
            assertThat(retriesOf(once)).isFalse();
        }
    }

    private static boolean retriesOf(S3Client client) {
        try (S3StorageBackend storage =
                S3StorageBackend.builder().bucket("my-bucket").client(client).build()) {
            return storage.retries();
        }
    }

    @Test
    @DisplayName("Without retries, a backend of the same bucket takes this one's place, and closes it")
    void withoutRetries() {
        S3StorageBackend often = new S3StorageBackend(
                options().region("eu-west-1").credentials("id", "secret").build());
        StorageBackend once = often.withoutRetries();

        assertThat(once.retries()).isFalse();
        assertThat(once).hasToString(often.toString()).isNotSameAs(often);
        assertThat(once.withoutRetries()).isSameAs(once);
        once.close();
        assertThat(often.get("key")).isCompletedExceptionally();
    }

    @Test
    @DisplayName("The retries of a client that was given cannot be turned off, and the error says what to do")
    void retriesOfAGivenClient() {
        try (S3Client client = S3Client.builder()
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .build();
                S3StorageBackend storage =
                        new S3StorageBackend(options().client(client).build())) {
            assertThatThrownBy(storage::withoutRetries)
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("doNotRetry");
        }
    }

    private static boolean retries(S3StorageOptions.Builder<S3StorageOptions> options) {
        try (S3StorageBackend storage = new S3StorageBackend(
                options.region("eu-west-1").credentials("id", "secret").build())) {
            return storage.retries();
        }
    }

    private static S3StorageOptions.Builder<S3StorageOptions> options() {
        return S3StorageOptions.builder().bucket("my-bucket");
    }
}
