package im.zk.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.identity.CredentialUnavailableException;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.MalformedAnswerException;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.ValueTooLargeException;
import im.zk.storage.testservers.faults.Failures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the service's documented errors become. */
class AzureErrorsTest {

    private final AzureErrors errors = new AzureErrors("my-container");

    @ParameterizedTest
    @CsvSource({
        "404, ContainerNotFound, CONTAINER_NOT_FOUND",
        "404, ResourceNotFound, CONTAINER_NOT_FOUND",
        "409, ContainerBeingDeleted, CONTAINER_NOT_FOUND",
        "409, ContainerDisabled, PERMISSION_DENIED",
        "403, AuthenticationFailed, PERMISSION_DENIED",
        "403, AuthorizationFailure, PERMISSION_DENIED",
        "403, AuthorizationPermissionMismatch, PERMISSION_DENIED",
        "403, AccountIsDisabled, PERMISSION_DENIED",
        "403, InsufficientAccountPermissions, PERMISSION_DENIED",
        "409, BlobImmutableDueToPolicy, PERMISSION_DENIED",
        "401, NoAuthenticationInformation, PERMISSION_DENIED",
        "503, ServerBusy, RATE_LIMITED",
        "500, OperationTimedOut, TIMEOUT",
        "500, InternalError, UNAVAILABLE",
        "412, LeaseIdMissing, CONFLICT",
        "412, LeaseLost, CONFLICT",
        "409, LeaseIdMismatchWithBlobOperation, CONFLICT",
        "412, ConditionNotMet, CONFLICT",
        "409, SnapshotsPresent, CONFLICT",
        "400, InvalidBlockList, CONFLICT",
        "400, Md5Mismatch, CORRUPTED",
        "413, RequestBodyTooLarge, VALUE_TOO_LARGE",
        "400, InvalidHeaderValue, INVALID_CONFIG",
        "409, BlobArchived, UNKNOWN",
        "400, AnythingNew, UNKNOWN",
        "403, AnythingNew, PERMISSION_DENIED",
        "409, AnythingNew, CONFLICT",
        "429, AnythingNew, RATE_LIMITED",
        "502, AnythingNew, UNAVAILABLE"
    })
    @DisplayName("Status and code of an answer give the kind; code, status and request id are details")
    void answers(int status, String code, ErrorKind kind) throws IOException {
        try (FixedAnswer service = FixedAnswer.error(status, code, "message", Map.of())) {
            everyOperation(service, failure -> {
                assertThat(failure.kind()).as("the kind of %s", failure).isEqualTo(kind);
                assertThat(failure.code()).startsWith("AZURE_");
                assertThat(failure.details())
                        .containsEntry("container", "my-container")
                        .containsEntry("status", (long) status)
                        .containsEntry("errorCode", code)
                        .containsEntry("requestId", "4442587f-b7d0-42f9");
                assertThat(failure).hasMessageContaining("my-container").hasMessageContaining(status + " " + code);
            });
        }
    }

    @Test
    @DisplayName("A service that is asked too often: RATE_LIMITED, with how long to wait")
    void busy() throws IOException {
        try (FixedAnswer service = FixedAnswer.error(503, "ServerBusy", "busy", Map.of("Retry-After", "2"))) {
            everyOperation(
                    service,
                    failure ->
                            assertThat(failure.details()).containsEntry(ServiceException.RETRY_AFTER_MILLIS, 2_000L));
        }
    }

    @Test
    @DisplayName("A SAS that the service finds expired is called that, and the service's own text is not in ours")
    void expired() throws IOException {
        String text = "Server failed to authenticate the request. Signature not valid in the specified time frame:"
                + " Start [1] - Expiry [2] - Current [3] String to sign used was s3cret";
        try (FixedAnswer service = FixedAnswer.error(403, "AuthenticationFailed", text, Map.of())) {
            everyOperation(service, failure -> {
                StringWriter all = new StringWriter();
                failure.printStackTrace(new PrintWriter(all, true));
                assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
                assertThat(failure).hasMessageContaining("has expired");
                assertThat(all.toString() + failure.details()).doesNotContain("s3cret");
            });
        }
    }

    @Test
    @DisplayName("What never was answered: by the exception under the SDK's")
    void noAnswer() {
        Map<Exception, ErrorKind> kinds = new LinkedHashMap<>();
        kinds.put(new TimeoutException("Channel read timed out"), ErrorKind.TIMEOUT);
        kinds.put(io.netty.handler.timeout.ReadTimeoutException.INSTANCE, ErrorKind.TIMEOUT);
        kinds.put(new SocketException("Connection reset"), ErrorKind.UNAVAILABLE);
        kinds.put(new UnknownHostException("nowhere"), ErrorKind.UNAVAILABLE);
        kinds.put(new IOException("broken"), ErrorKind.UNAVAILABLE);
        kinds.put(new IllegalStateException("bug with s3cret"), ErrorKind.UNKNOWN);
        kinds.put(new ValueTooLargeException(2, 1), ErrorKind.VALUE_TOO_LARGE);
        kinds.put(new MalformedAnswerException("cut"), ErrorKind.CORRUPTED);
        kinds.forEach((cause, kind) -> {
            ServiceException failure = errors.translate(Operation.GET, null, new RuntimeException("s3cret", cause));
            assertThat(failure.kind()).as(cause.toString()).isEqualTo(kind);
            assertThat(failure.getCause()).isNotNull().hasMessageNotContaining("s3cret");
        });
    }

    @Test
    @DisplayName(
            "Credentials that there are not are PERMISSION_DENIED; a token that a service would give which is not reached"
                    + " may be had later")
    void credentials() {
        ConnectException refused = new ConnectException("Connection refused");
        Map<Exception, ErrorKind> kinds = new LinkedHashMap<>();
        kinds.put(new ClientAuthenticationException("no token", null, refused), ErrorKind.UNAVAILABLE);
        kinds.put(new ClientAuthenticationException("no token", null, new TimeoutException()), ErrorKind.TIMEOUT);
        kinds.put(new ClientAuthenticationException("no token", null), ErrorKind.PERMISSION_DENIED);
        kinds.put(new CredentialUnavailableException("no metadata", refused), ErrorKind.PERMISSION_DENIED);
        kinds.forEach((cause, kind) -> assertThat(
                        errors.translate(Operation.GET, null, cause).kind())
                .as(cause.toString())
                .isEqualTo(kind));
    }

    private static void everyOperation(FixedAnswer service, Consumer<ServiceException> check) {
        try (AzureStorageBackend storage = AzureStorageBackend.builder()
                .containerName("my-container")
                .connectionString(
                        "AccountName=account;AccountKey=c2VjcmV0;BlobEndpoint=" + service.endpoint() + "/account")
                .maximumAttempts(1)
                .build()) {
            List<CompletableFuture<?>> all = List.of(
                    storage.set("key", new byte[1]),
                    storage.get("key"),
                    storage.has("key"),
                    storage.delete("key"),
                    storage.keys(),
                    storage.clear(),
                    storage.deleteBatch(List.of("key")));
            all.forEach(each -> check.accept(Failures.of(each)));
        }
    }
}
