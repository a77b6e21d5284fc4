package im.zk.storage.azure;

import static im.zk.storage.ErrorKind.CORRUPTED;
import static im.zk.storage.ErrorKind.INVALID_CONFIG;
import static im.zk.storage.ErrorKind.PERMISSION_DENIED;
import static im.zk.storage.ErrorKind.TIMEOUT;
import static im.zk.storage.ErrorKind.UNAVAILABLE;
import static im.zk.storage.ErrorKind.UNKNOWN;
import static im.zk.storage.ErrorKind.VALUE_TOO_LARGE;

import com.azure.core.exception.HttpResponseException;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.MalformedAnswerException;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.RedactedException;
import im.zk.storage.spi.ValueTooLargeException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * What the SDK throws, in the words of the contract. The service's own message is not passed on, only its code, and no
 * text of the SDK's, which may quote a URL with a signature.
 */
final class AzureErrors implements BackendErrors {

    /** Of a library that need not be there. */
    private static final String NO_CREDENTIALS = "CredentialUnavailableException";

    private static final String NOT_AZURE = "the endpoint does not answer as Azure does; check the endpoint";

    private final String container;

    AzureErrors(String container) {
        this.container = container;
    }

    /** For an option or a property that cannot be used. */
    static ServiceException invalid(String message) {
        return ServiceException.builder(ServiceException.STORAGE_ERROR, INVALID_CONFIG, message)
                .build();
    }

    /** For the default credentials without the artifact that has them. */
    static ServiceException noIdentity(NoClassDefFoundError missing) {
        String message = "The Azure storage was given an endpoint and no credentials, and the default ones need the"
                + " artifact com.azure:azure-identity on the class path. Add it, or give a connectionString or a sasToken.";
        return ServiceException.builder(ServiceException.STORAGE_ERROR, INVALID_CONFIG, message)
                .cause(missing)
                .build();
    }

    /** Lets pass that a blob is not there; what else went wrong it throws again. */
    static void requireMissingBlob(Throwable failure) {
        AnswerException answer = answer(failure);
        if (answer == null || !answer.isMissingBlob()) {
            throw failure instanceof RuntimeException unchecked ? unchecked : new CompletionException(failure);
        }
    }

    @Override
    public String code(Operation operation) {
        return operation.code("AZURE");
    }

    /** Each says which container. */
    @Override
    public ServiceException.Builder error(Operation operation, @Nullable String key, ErrorKind kind, String message) {
        return BackendErrors.super.error(operation, key, kind, message).detail("container", container);
    }

    @Override
    public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
        AnswerException answer = answer(cause);
        if (answer != null && answer.status() >= 300) {
            return answered(operation, key, answer).cause(answer).build();
        }
        AzureReason reason = unanswered(cause);
        return error(operation, key, reason.kind(), "The container '" + container + "': " + reason.words() + ".")
                .cause(safe(cause))
                .build();
    }

    /** For the keys that a batch reported as failed, in an answer that else went well. */
    ServiceException someFailed(Operation operation, Map<String, AnswerException> answersByKey) {
        AnswerException first = answersByKey.values().iterator().next();
        ServiceException reason = answered(operation, null, first).build();
        String message = answersByKey.size() + " keys were not deleted, the first because: " + reason.getMessage();
        return error(operation, null, reason.kind(), message)
                .failedKeys(answersByKey.keySet())
                .detailsOf(reason)
                .cause(first)
                .build();
    }

    private ServiceException.Builder answered(Operation operation, @Nullable String key, AnswerException answer) {
        AzureReason reason = AzureReason.of(answer);
        String message = "The container '" + container + "': " + reason.words() + " (" + answer.getMessage() + ").";
        ServiceException.Builder error = error(operation, key, reason.kind(), message)
                .detail("status", answer.status())
                .detail("errorCode", answer.code())
                .detail(ServiceException.REQUEST_ID, answer.requestId());
        answer.retryAfterMillis().ifPresent(millis -> error.detail(ServiceException.RETRY_AFTER_MILLIS, millis));
        return error;
    }

    private static AzureReason unanswered(Throwable cause) {
        MalformedAnswerException malformed = find(cause, MalformedAnswerException.class);
        if (malformed != null) {
            return new AzureReason(CORRUPTED, String.valueOf(malformed.getMessage()));
        }
        ValueTooLargeException tooLarge = find(cause, ValueTooLargeException.class);
        if (tooLarge != null) {
            return new AzureReason(VALUE_TOO_LARGE, String.valueOf(tooLarge.getMessage()));
        }
        HttpResponseException answer = find(cause, HttpResponseException.class);
        if (answer != null && answer.getResponse() != null) {
            return new AzureReason(CORRUPTED, NOT_AZURE);
        }
        if (answer != null && !isUnreachable(answer)) {
            return new AzureReason(
                    PERMISSION_DENIED,
                    "no credentials were found, or they gave no token; give a connectionString, a sasToken or"
                            + " what the Azure SDK's default chain finds");
        }
        if (find(cause, XMLStreamException.class) != null) {
            return new AzureReason(CORRUPTED, NOT_AZURE);
        }
        if (find(cause, TimeoutException.class) != null
                || find(cause, io.netty.handler.timeout.TimeoutException.class) != null) {
            return new AzureReason(TIMEOUT, "no answer came in time");
        }
        if (find(cause, OutOfMemoryError.class) != null) {
            return new AzureReason(UNKNOWN, "there is not enough memory for the value");
        }
        return find(cause, IOException.class) == null && find(cause, Attempts.UsedUpException.class) == null
                ? new AzureReason(
                        UNKNOWN, "the Azure SDK failed with " + cause.getClass().getName())
                : unreachable(cause);
    }

    /** Whether there are credentials for which no token could be had, because the network failed. */
    private static boolean isUnreachable(HttpResponseException failure) {
        boolean network = Stream.of(SocketException.class, UnknownHostException.class, TimeoutException.class)
                .anyMatch(type -> find(failure, type) != null);
        return network && !failure.getClass().getSimpleName().equals(NO_CREDENTIALS);
    }

    private static AzureReason unreachable(Throwable cause) {
        if (find(cause, UnknownHostException.class) != null) {
            return new AzureReason(
                    UNAVAILABLE, "the host of the endpoint has no address; check the account's name and the endpoint");
        }
        return find(cause, SSLException.class) != null
                ? new AzureReason(
                        UNAVAILABLE, "no secure connection came about; check the endpoint and its certificate")
                : new AzureReason(UNAVAILABLE, "the service could not be reached, or broke off");
    }

    /** What the service answered; null where the SDK failed before an answer, or behind it. */
    private static @Nullable AnswerException answer(Throwable cause) {
        HttpResponseException refused = find(cause, HttpResponseException.class);
        return refused == null || refused.getResponse() == null ? null : AnswerException.of(refused);
    }

    private static Throwable safe(Throwable cause) {
        if (cause instanceof Attempts.UsedUpException && cause.getCause() != null) {
            return safe(cause.getCause());
        }
        boolean own = cause.getClass().getPackageName().equals(AzureErrors.class.getPackageName());
        boolean plain = own
                || cause instanceof MalformedAnswerException
                || cause instanceof ValueTooLargeException
                || cause instanceof IOException;
        return plain ? cause : new RedactedException(cause);
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < 20; depth++) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
            each = each.getCause();
        }
        return null;
    }
}
