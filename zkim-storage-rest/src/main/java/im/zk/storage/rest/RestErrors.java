package im.zk.storage.rest;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.rest.protocol.ErrorAnswer;
import im.zk.storage.rest.protocol.RestProtocol;
import im.zk.storage.spi.AnswerTooLargeException;
import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.MalformedAnswerException;
import im.zk.storage.spi.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a service answers and a client throws, in the words of the contract.
 *
 * <p>The status code decides, as <a href="https://www.rfc-editor.org/rfc/rfc9110#name-status-codes">RFC 9110</a> means it; where
 * the answer has the header {@link RestProtocol#ERROR}, that says it more exactly. No text of an answer is read for it, nor
 * passed on.
 */
final class RestErrors implements BackendErrors {

    private static final String STATUS = "httpStatus";

    private final URI baseUrl;
    private final Duration callTimeout;

    RestErrors(RestStorageOptions options) {
        baseUrl = options.baseUrl();
        callTimeout = options.callTimeout();
    }

    /** For an option or a property that cannot be used. */
    static ServiceException invalid(String message) {
        return ServiceException.builder(ServiceException.STORAGE_ERROR, ErrorKind.INVALID_CONFIG, message)
                .build();
    }

    @Override
    public String code(Operation operation) {
        return operation.code("REST");
    }

    @Override
    public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
        if (cause instanceof UnexpectedAnswerException unexpected) {
            return ofAnswer(operation, key, unexpected);
        }
        Reason reason = cause instanceof AnswerTooLargeException tooLarge
                ? tooLarge(operation, tooLarge.maximum())
                : ofClient(cause);
        return error(operation, key, reason.kind, reason.message).cause(cause).build();
    }

    /** For a value that is not sent, because it has more bytes than the options allow. */
    ServiceException valueTooLarge(Operation operation, String key, long length, long maximum) {
        String message = "The value has " + length + " bytes; at most " + maximum + " are allowed (maximumValueBytes).";
        return error(operation, key, ErrorKind.VALUE_TOO_LARGE, message).build();
    }

    /** For a key of a batch that the service did not serve. */
    ServiceException refusedInBatch(Operation operation, String key, String kindName) {
        ErrorKind kind = kindOf(kindName, ErrorKind.UNKNOWN);
        String message = "The service at " + baseUrl + " refused a key of a batch: " + kind + ".";
        return error(operation, key, kind, message).detail(STATUS, 200).build();
    }

    private ServiceException ofAnswer(Operation operation, @Nullable String key, UnexpectedAnswerException cause) {
        Answer answer = cause.answer();
        Answer listing = cause.listing();
        Reason reason = listing == null ? ofAnswer(answer) : ofAmbiguous(answer, listing);
        ServiceException.Builder error = error(operation, key, reason.kind, reason.message)
                .cause(cause)
                .detail(STATUS, answer.status())
                .detail(ServiceException.REQUEST_ID, answer.requestId());
        Long retryAfter = RetryAfter.millis(answer);
        if (retryAfter != null) {
            error.detail(ServiceException.RETRY_AFTER_MILLIS, retryAfter);
        }
        ErrorAnswer body = answer.header(RestProtocol.ERROR) == null ? null : body(answer);
        if (body != null) {
            error.detail("serviceCode", body.code());
            List<String> failedKeys = body.failedKeys();
            return failedKeys.isEmpty()
                    ? error.build()
                    : error.failedKeys(failedKeys).build();
        }
        return error.build();
    }

    private Reason ofAnswer(Answer answer) {
        if (answer.status() / 100 == 2) {
            return answer.isHtml()
                    ? reason(ErrorKind.CONTAINER_NOT_FOUND, answer, "and a web page; there is no storage service")
                    : reason(ErrorKind.CORRUPTED, answer, "which is no answer to this request");
        }
        if (answer.status() / 100 == 3) {
            return reason(ErrorKind.INVALID_CONFIG, answer, redirection(answer));
        }
        ErrorKind kind = kindOf(answer.header(RestProtocol.ERROR), kindOf(answer.status()));
        return reason(kind, answer, words(kind));
    }

    /** A 404 that does not say what it is about, by what the listing answered. */
    private Reason ofAmbiguous(Answer answer, Answer listing) {
        if (listing.isSuccess() && !listing.isHtml() && MissingKeys.isListing(listing)) {
            return reason(
                    ErrorKind.UNAVAILABLE,
                    answer,
                    "which is not the service's own word: it does list its keys. Something on the way answered, such as"
                            + " a proxy that does not pass on %2F");
        }
        boolean refused = listing.status() / 100 >= 4 && listing.status() != 404 && listing.status() != 410;
        if (refused) {
            Reason why = ofAnswer(listing);
            return new Reason(why.kind, "Cannot tell whether the key is missing. " + why.message);
        }
        return reason(ErrorKind.CONTAINER_NOT_FOUND, answer, words(ErrorKind.CONTAINER_NOT_FOUND));
    }

    private Reason reason(ErrorKind kind, Answer answer, String words) {
        String message =
                "The service at " + baseUrl + " answered with HTTP status " + answer.status() + ", " + words + ".";
        return new Reason(kind, message);
    }

    private static ErrorKind kindOf(int status) {
        return switch (status) {
            case 401, 403, 407 -> ErrorKind.PERMISSION_DENIED;
            case 404, 410 -> ErrorKind.CONTAINER_NOT_FOUND;
            case 405, 501 -> ErrorKind.UNSUPPORTED;
            case 408, 504 -> ErrorKind.TIMEOUT;
            case 409, 412, 423 -> ErrorKind.CONFLICT;
            case 413 -> ErrorKind.VALUE_TOO_LARGE;
            case 429 -> ErrorKind.RATE_LIMITED;
            default -> status >= 500 || status == 425 ? ErrorKind.UNAVAILABLE : ErrorKind.UNKNOWN;
        };
    }

    /** The kind of a name; that the service's own storage is closed does not mean that this one is. */
    private static ErrorKind kindOf(@Nullable String name, ErrorKind otherwise) {
        return Arrays.stream(ErrorKind.values())
                .filter(kind -> kind.name().equals(name))
                .map(kind -> kind == ErrorKind.CLOSED ? ErrorKind.UNAVAILABLE : kind)
                .findFirst()
                .orElse(otherwise);
    }

    private static String words(ErrorKind kind) {
        return switch (kind) {
            case PERMISSION_DENIED -> "so the apiKey is missing, wrong, or does not allow it";
            case CONTAINER_NOT_FOUND -> "so there is no storage service at this baseUrl";
            case VALUE_TOO_LARGE -> "so the value has more bytes than it takes";
            case RATE_LIMITED -> "so it is to be called less often";
            case CONFLICT -> "so another change got in the way";
            case UNSUPPORTED -> "so it does not know this route";
            case CORRUPTED -> "so what it stored is damaged";
            case UNAVAILABLE, TIMEOUT -> "so it cannot answer now";
            default -> "which says no more";
        };
    }

    /** Where to, without what may be secret in it. */
    private static String redirection(Answer answer) {
        URI location = Exchange.location(answer);
        return location == null
                ? "a redirect"
                : "a redirect to " + location.getScheme() + "://" + location.getHost()
                        + (location.getPort() < 0 ? "" : ":" + location.getPort()) + location.getRawPath()
                        + ", which is not followed so that the token stays with its host. Is the baseUrl right";
    }

    private Reason tooLarge(Operation operation, long maximum) {
        return operation == Operation.GET
                ? new Reason(
                        ErrorKind.VALUE_TOO_LARGE,
                        "The stored value has more than the " + maximum + " bytes of maximumValueBytes.")
                : new Reason(
                        ErrorKind.UNKNOWN,
                        "The answer has more than the " + maximum
                                + " bytes of maximumListingBytes; a service with paging" + " is listed with listKeys.");
    }

    private Reason ofClient(Throwable cause) {
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return cause instanceof HttpConnectTimeoutException
                    ? new Reason(ErrorKind.UNAVAILABLE, "Connecting to " + baseUrl + " took too long.")
                    : new Reason(
                            ErrorKind.TIMEOUT,
                            "The service at " + baseUrl + " did not answer within " + callTimeout + ".");
        }
        if (cause instanceof ConnectException) {
            String message = "Cannot connect to " + baseUrl + ": the host is not known, or nothing listens there.";
            return new Reason(ErrorKind.UNAVAILABLE, message);
        }
        if (cause instanceof ExtensionsLostException) {
            String message = "The service at " + baseUrl + " no longer has the extensions that it had.";
            return new Reason(ErrorKind.UNAVAILABLE, message);
        }
        if (cause instanceof InterruptedException) {
            return new Reason(ErrorKind.UNAVAILABLE, "The thread that did the work was interrupted.");
        }
        if (isUntrusted(cause)) {
            String message = "The certificate of " + baseUrl
                    + " is not trusted. Pass in a client with an SSLContext that" + " trusts it.";
            return new Reason(ErrorKind.INVALID_CONFIG, message);
        }
        return cause instanceof IOException
                ? new Reason(ErrorKind.UNAVAILABLE, "The connection to " + baseUrl + " broke off.")
                : new Reason(
                        ErrorKind.UNKNOWN,
                        "The REST storage failed with " + cause.getClass().getName() + ".");
    }

    private static boolean isUntrusted(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable ErrorAnswer body(Answer answer) {
        try (InputStream body = BodyLimit.beginning(answer.headers(), answer.body())) {
            return RestProtocol.JSON.readValue(body, ErrorAnswer.class);
        } catch (IOException | MalformedAnswerException notJson) {
            // The header has said what is needed.
            return null;
        }
    }

    private record Reason(ErrorKind kind, String message) {}
}
