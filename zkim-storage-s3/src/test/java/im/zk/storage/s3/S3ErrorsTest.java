package im.zk.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.ValueTooLargeException;
import im.zk.storage.testservers.faults.Failures;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the service's documented errors become. */
class S3ErrorsTest {

    private final S3Errors errors = new S3Errors("my-bucket");

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, PERMISSION_DENIED",
        "403, AllAccessDisabled, PERMISSION_DENIED",
        "403, InvalidAccessKeyId, PERMISSION_DENIED",
        "403, SignatureDoesNotMatch, PERMISSION_DENIED",
        "400, ExpiredToken, PERMISSION_DENIED",
        "400, InvalidToken, PERMISSION_DENIED",
        "403, RequestTimeTooSkewed, PERMISSION_DENIED",
        "404, NoSuchBucket, CONTAINER_NOT_FOUND",
        "301, PermanentRedirect, INVALID_CONFIG",
        "400, AuthorizationHeaderMalformed, INVALID_CONFIG",
        "400, IllegalLocationConstraintException, INVALID_CONFIG",
        "501, NotImplemented, INVALID_CONFIG",
        "400, KMS.NotFoundException, INVALID_CONFIG",
        "503, SlowDown, RATE_LIMITED",
        "429, TooManyRequests, RATE_LIMITED",
        "503, ServiceUnavailable, UNAVAILABLE",
        "500, InternalError, UNAVAILABLE",
        "507, XMinioStorageFull, UNAVAILABLE",
        "400, RequestTimeout, TIMEOUT",
        "409, OperationAborted, CONFLICT",
        "412, PreconditionFailed, CONFLICT",
        "404, NoSuchUpload, CONFLICT",
        "400, EntityTooLarge, VALUE_TOO_LARGE",
        "400, BadDigest, CORRUPTED",
        "400, XAmzContentSHA256Mismatch, CORRUPTED",
        "403, InvalidObjectState, UNKNOWN",
        "416, InvalidRange, UNKNOWN",
        "400, AnythingNew, UNKNOWN",
        "403, AnythingNew, PERMISSION_DENIED",
        "404, AnythingNew, UNKNOWN",
        "302, , INVALID_CONFIG",
        "400, , CORRUPTED",
        "404, , CORRUPTED",
        "408, , TIMEOUT",
        "409, , CONFLICT",
        "413, , VALUE_TOO_LARGE",
        "429, , RATE_LIMITED",
        "502, , UNAVAILABLE",
        "504, , UNAVAILABLE"
    })
    @DisplayName("Status and code give the kind; code, status and request id are details")
    void answers(int status, String code, ErrorKind kind) {
        ServiceException failure = errors.translate(Operation.SET, "key", answer(status, code, "message"));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo("S3_UPLOAD_ERROR");
        assertThat(failure.details())
                .containsEntry("key", "key")
                .containsEntry("bucket", "my-bucket")
                .containsEntry("status", (long) status)
                .containsEntry("requestId", "4442587FB7D0A2F9");
        assertThat(failure).hasMessageContaining("my-bucket").hasMessageContaining(String.valueOf(status));
    }

    @Test
    @DisplayName("What never was answered: by the exception under the SDK's")
    void noAnswer() {
        Map<Exception, ErrorKind> kinds = new LinkedHashMap<>();
        kinds.put(new SocketTimeoutException("Read timed out"), ErrorKind.TIMEOUT);
        kinds.put(new SocketException("Connection reset"), ErrorKind.UNAVAILABLE);
        kinds.put(new IOException("broken"), ErrorKind.UNAVAILABLE);
        kinds.put(new IllegalStateException("bug"), ErrorKind.UNKNOWN);
        kinds.put(new ValueTooLargeException(2, 1), ErrorKind.VALUE_TOO_LARGE);
        kinds.forEach((cause, kind) -> {
            SdkClientException wrapped = SdkClientException.create("Unable to execute HTTP request", cause);
            ServiceException failure = errors.translate(Operation.GET, null, wrapped);
            assertThat(failure.kind()).as(cause.toString()).isEqualTo(kind);
            assertThat(failure).hasCause(wrapped);
        });
    }

    @Test
    @DisplayName(
            "Credentials that there are not are PERMISSION_DENIED; those that a service would give which is not reached"
                    + " may be had later")
    void credentials() {
        Map<Exception, ErrorKind> kinds = new LinkedHashMap<>();
        kinds.put(new SocketTimeoutException("Connect timed out"), ErrorKind.TIMEOUT);
        kinds.put(new ConnectException("Connection refused"), ErrorKind.UNAVAILABLE);
        kinds.put(new UnknownHostException("sts.amazonaws.com"), ErrorKind.UNAVAILABLE);
        kinds.put(new NoSuchFileException("credentials"), ErrorKind.PERMISSION_DENIED);
        kinds.forEach((cause, kind) -> {
            CredentialsException none = new CredentialsException(SdkClientException.create("Unable to load", cause));
            assertThat(errors.translate(Operation.GET, null, none).kind())
                    .as(cause.toString())
                    .isEqualTo(kind);
        });
        CredentialsException none = new CredentialsException(SdkClientException.create("Unable to load credentials"));
        assertThat(errors.translate(Operation.GET, null, none).kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
    }

    @Test
    @DisplayName("The service's own message, which may quote what was signed, is not in ours")
    void noQuotes() {
        ServiceException failure = errors.translate(
                Operation.GET, "key", answer(403, "SignatureDoesNotMatch", "we signed AKIAIOSFODNN7EXAMPLE"));
        assertThat(failure.getMessage() + failure.details()).doesNotContain("AKIA");
    }

    @Test
    @DisplayName(
            "A bucket in another region: every operation names the region, by a redirect or by a refused signature")
    void otherRegion() throws IOException {
        String redirect = "The bucket you are attempting to access must be addressed using the specified endpoint.";
        String refused =
                "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-3'";
        try (FixedAnswer first = FixedAnswer.error(
                        301, "PermanentRedirect", redirect, Map.of("x-amz-bucket-region", "eu-west-3"));
                FixedAnswer second = FixedAnswer.error(400, "AuthorizationHeaderMalformed", refused, Map.of())) {
            for (FixedAnswer each : List.of(first, second)) {
                assertEveryOperation(each.endpoint(), ErrorKind.INVALID_CONFIG, failure -> {
                    assertThat(failure).hasMessageContaining("'eu-west-3'");
                    assertThat(failure.details()).containsEntry("bucketRegion", "eu-west-3");
                });
                try (S3StorageBackend storage = open(each.endpoint())) {
                    assertThat(Failures.of(storage.has("key"), ErrorKind.INVALID_CONFIG))
                            .hasMessageContaining("'eu-west-3'");
                }
            }
        }
    }

    @Test
    @DisplayName("A service that is asked too often: RATE_LIMITED, with how long to wait")
    void slowDown() throws IOException {
        try (FixedAnswer busy =
                FixedAnswer.error(503, "SlowDown", "Please reduce your request rate.", Map.of("Retry-After", "2"))) {
            assertEveryOperation(
                    busy.endpoint(),
                    ErrorKind.RATE_LIMITED,
                    failure ->
                            assertThat(failure.details()).containsEntry(ServiceException.RETRY_AFTER_MILLIS, 2_000L));
        }
    }

    @Test
    @DisplayName("A clock that is wrong: PERMISSION_DENIED, and the clock is named")
    void clock() throws IOException {
        try (FixedAnswer skewed = FixedAnswer.error(403, "RequestTimeTooSkewed", "too large", Map.of())) {
            assertEveryOperation(
                    skewed.endpoint(),
                    ErrorKind.PERMISSION_DENIED,
                    failure -> assertThat(failure).hasMessageContaining("clock"));
        }
    }

    private static void assertEveryOperation(URI endpoint, ErrorKind kind, Consumer<ServiceException> check) {
        try (S3StorageBackend storage = open(endpoint)) {
            List<CompletableFuture<?>> all = List.of(
                    storage.set("key", new byte[1]),
                    storage.get("key"),
                    storage.delete("key"),
                    storage.keys(),
                    storage.clear(),
                    storage.deleteBatch(List.of("key")));
            all.forEach(each -> check.accept(Failures.of(each, kind)));
        }
    }

    private static S3StorageBackend open(URI endpoint) {
        return S3StorageBackend.builder()
                .bucket("my-bucket")
                .endpoint(endpoint)
                .region("us-east-1")
                .credentials("id", "secret")
                .pathStyle(true)
                .maximumAttempts(1)
                .build();
    }

    private static S3Exception answer(int status, String code, String message) {
        return (S3Exception) S3Exception.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .message(message)
                .requestId("4442587FB7D0A2F9")
                .statusCode(status)
                .build();
    }
}
