package im.zk.storage.gcs;

import static im.zk.storage.ErrorKind.CONFLICT;
import static im.zk.storage.ErrorKind.CONTAINER_NOT_FOUND;
import static im.zk.storage.ErrorKind.CORRUPTED;
import static im.zk.storage.ErrorKind.INVALID_CONFIG;
import static im.zk.storage.ErrorKind.INVALID_KEY;
import static im.zk.storage.ErrorKind.PERMISSION_DENIED;
import static im.zk.storage.ErrorKind.RATE_LIMITED;
import static im.zk.storage.ErrorKind.TIMEOUT;
import static im.zk.storage.ErrorKind.UNAVAILABLE;
import static im.zk.storage.ErrorKind.UNKNOWN;
import static im.zk.storage.ErrorKind.VALUE_TOO_LARGE;

import com.google.auth.Retryable;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.RedactedException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the client throws, in the words of the contract. The service's own message is not passed on, only its reason.
 *
 * @see <a href="https://cloud.google.com/storage/docs/json_api/v1/status-codes">HTTP status and error codes for JSON</a>
 */
final class GcsErrors implements BackendErrors {

    private static final Map<String, Reason> REASONS = new LinkedHashMap<>();

    static {
        put(
                PERMISSION_DENIED,
                "the credentials are refused; check keyFilename, or what Application Default Credentials found",
                "authError",
                "required",
                "expired",
                "AuthenticationRequiredRequesterPays",
                "lockedDomainExpired");
        put(
                PERMISSION_DENIED,
                "the credentials do not allow it; a role such as roles/storage.objectUser on the bucket does",
                "forbidden",
                "insufficientPermissions",
                "countryBlocked",
                "sslRequired",
                "policyViolated",
                "vpcServiceControls",
                "orgPolicyConstraintFailed");
        put(PERMISSION_DENIED, "the project's account is disabled; check its billing", "accountDisabled");
        put(
                PERMISSION_DENIED,
                "a hold or the bucket's retention policy keeps the object from being replaced or deleted",
                "objectUnderActiveHold",
                "retentionPolicyNotMet");
        put(
                PERMISSION_DENIED,
                "the bucket's requester pays, and the client names no project that may be billed",
                "userProjectMissing",
                "userProjectAccessDenied",
                "userProjectInconsistent");
        put(CONTAINER_NOT_FOUND, "the bucket does not exist", "notFound");
        put(
                RATE_LIMITED,
                "the service asks to be called less often; it takes about one change per second of one object",
                "rateLimitExceeded",
                "userRateLimitExceeded",
                "usageLimits");
        put(RATE_LIMITED, "a quota of the project is used up", "quotaExceeded", "dailyLimitExceeded");
        put(TIMEOUT, "the service waited too long for the request", "uploadBrokenConnection");
        put(UNAVAILABLE, "the service cannot answer now", "backendError", "internalError");
        put(CONFLICT, "another operation got in the way", "conflict", "conditionNotMet");
        put(VALUE_TOO_LARGE, "the value is larger than the service takes", "uploadTooLarge");
        put(
                INVALID_CONFIG,
                "the key of Cloud KMS, or the customer's, with which the object is encrypted cannot be used",
                "cloudKmsDisabledKey",
                "cloudKmsEncryptionKeyNotFound",
                "cloudKmsEncryptionKeyLocationMismatch",
                "resourceIsEncryptedWithCustomerEncryptionKey");
    }

    private final String bucket;

    GcsErrors(String bucket) {
        this.bucket = bucket;
    }

    /** For an option or a property that cannot be used. */
    static ServiceException invalid(String message) {
        return ServiceException.builder(ServiceException.STORAGE_ERROR, INVALID_CONFIG, message)
                .build();
    }

    /** For a key whose name the service does not take. */
    ServiceException invalidKey(Operation operation, String key, String violation) {
        return error(operation, key, INVALID_KEY, "The key " + violation + ".").build();
    }

    @Override
    public String code(Operation operation) {
        return operation.code("GCS");
    }

    /** Each says which bucket. */
    @Override
    public ServiceException.Builder error(Operation operation, @Nullable String key, ErrorKind kind, String message) {
        return BackendErrors.super.error(operation, key, kind, message).detail("bucket", bucket);
    }

    @Override
    public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
        if (cause instanceof AnswerException answer) {
            return answered(operation, key, answer);
        }
        Reason reason = unanswered(cause);
        return error(operation, key, reason.kind, "The bucket '" + bucket + "': " + reason.words + ".")
                // What failed to get a token quotes what the token service answered.
                .cause(cause instanceof Retryable ? new RedactedException(cause) : cause)
                .build();
    }

    /** For the keys that a request for many did not do, in an answer that else went well. */
    ServiceException someFailed(Operation operation, Map<String, AnswerException> answersByKey) {
        AnswerException first = answersByKey.values().iterator().next();
        ServiceException reason = answered(operation, null, first);
        String message = answersByKey.size() + " keys were not deleted, the first because: " + reason.getMessage();
        return error(operation, null, reason.kind(), message)
                .failedKeys(answersByKey.keySet())
                .detailsOf(reason)
                .cause(first)
                .build();
    }

    private ServiceException answered(Operation operation, @Nullable String key, AnswerException answer) {
        Reason reason = reason(operation, answer);
        String message = "The bucket '" + bucket + "': " + reason.words + " (" + answer.getMessage() + ").";
        ServiceException.Builder error = error(operation, key, reason.kind, message)
                .detail("status", answer.status())
                .detail("errorCode", answer.reason())
                .detail(ServiceException.REQUEST_ID, answer.requestId())
                .cause(answer);
        answer.retryAfterMillis().ifPresent(millis -> error.detail(ServiceException.RETRY_AFTER_MILLIS, millis));
        return error.build();
    }

    private static Reason reason(Operation operation, AnswerException answer) {
        if (operation == Operation.SET && answer.isAboutChecksum()) {
            return new Reason(CORRUPTED, "what arrived is not what was sent; the value was not stored");
        }
        String name = answer.reason();
        // The service writes some reasons with a capital.
        Reason known = name == null ? null : REASONS.getOrDefault(name, REASONS.get(uncapitalized(name)));
        return known != null ? known : byStatus(answer.status());
    }

    private static Reason byStatus(int status) {
        return switch (status) {
            case 400, 405, 411, 501 ->
                new Reason(INVALID_CONFIG, "the service does not understand what was asked; check the endpoint");
            case 401, 403 -> new Reason(PERMISSION_DENIED, "the credentials do not allow it");
            case 404 -> new Reason(CORRUPTED, "the endpoint does not answer as Cloud Storage does; check the endpoint");
            case 408, 504 -> new Reason(TIMEOUT, "the service waited too long");
            case 409, 412 -> new Reason(CONFLICT, "another operation got in the way");
            case 410, 499 -> new Reason(UNAVAILABLE, "the service has forgotten the upload");
            case 413 -> new Reason(VALUE_TOO_LARGE, "the value is larger than the service takes");
            case 429 -> new Reason(RATE_LIMITED, "the service asks to be called less often");
            default ->
                status >= 500
                        ? new Reason(UNAVAILABLE, "the service cannot answer now")
                        : new Reason(UNKNOWN, "the service refused");
        };
    }

    private static Reason unanswered(Throwable cause) {
        if (cause instanceof BrokenBodyException) {
            return new Reason(CORRUPTED, String.valueOf(cause.getMessage()));
        }
        if (cause instanceof CredentialsException) {
            return new Reason(PERMISSION_DENIED, String.valueOf(cause.getMessage()));
        }
        if (cause instanceof Retryable token) {
            return token.isRetryable()
                    ? new Reason(UNAVAILABLE, "no access token could be had now")
                    : new Reason(PERMISSION_DENIED, "no access token is given for the credentials; check them");
        }
        boolean late = cause instanceof CallEndedException ended && ended.isLate();
        if (late || cause instanceof SocketTimeoutException) {
            return new Reason(TIMEOUT, "no answer came in time");
        }
        if (cause instanceof UnknownHostException) {
            return new Reason(UNAVAILABLE, "the host of the endpoint has no address; check the endpoint");
        }
        if (cause instanceof CallEndedException || cause instanceof InterruptedException) {
            return new Reason(UNAVAILABLE, "the thread that made the request was interrupted");
        }
        return cause instanceof IOException
                ? new Reason(UNAVAILABLE, "the service could not be reached, or broke off")
                : new Reason(
                        UNKNOWN, "the client failed with " + cause.getClass().getName());
    }

    private static void put(ErrorKind kind, String words, String... reasons) {
        List.of(reasons).forEach(reason -> REASONS.put(reason, new Reason(kind, words)));
    }

    private static String uncapitalized(String name) {
        return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private record Reason(ErrorKind kind, String words) {}
}
