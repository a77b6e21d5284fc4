package im.zk.storage.ipfs;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.AnswerTooLargeException;
import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.MalformedAnswerException;
import im.zk.storage.spi.Operation;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a node answers and a client throws, in the words of the contract.
 *
 * <p>The node's own messages are passed on, for they speak of paths and blocks; what a pinning service said is not.
 */
final class IpfsErrors implements BackendErrors {

    private static final String STATUS = "httpStatus";
    private static final int MOST_CHARACTERS = 300;

    private final URI ipfsUrl;
    private final Duration callTimeout;
    private final NodeVersion version;

    IpfsErrors(IpfsStorageOptions options, NodeVersion version) {
        this.ipfsUrl = options.ipfsUrl();
        this.callTimeout = options.callTimeout();
        this.version = version;
    }

    /** For an option or a property that cannot be used. */
    static ServiceException invalid(String message) {
        return ServiceException.builder(ServiceException.STORAGE_ERROR, ErrorKind.INVALID_CONFIG, message)
                .build();
    }

    @Override
    public String code(Operation operation) {
        return operation.code("IPFS");
    }

    @Override
    public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
        Reason reason = reason(cause);
        ServiceException.Builder error =
                error(operation, key, reason.kind, reason.message).cause(cause);
        if (version.known() != null) {
            error.detail("nodeVersion", version.known());
        }
        if (cause instanceof UnexpectedAnswerException unexpected) {
            error.detail(STATUS, unexpected.status());
        }
        if (operation == Operation.SET && isOfPinning(cause)) {
            error.detail("stored", true);
        }
        return error.build();
    }

    private Reason reason(Throwable cause) {
        if (cause instanceof MalformedAnswerException malformed) {
            return new Reason(ErrorKind.CORRUPTED, String.valueOf(malformed.getMessage()));
        }
        if (cause instanceof RemotePinException pin) {
            return ofPinning(pin);
        }
        if (cause instanceof RefusalException refusal) {
            return ofRefusal(refusal);
        }
        if (cause instanceof UnexpectedAnswerException unexpected) {
            return ofAnswer(unexpected);
        }
        if (cause instanceof ValueWriter.BusyException busy) {
            return new Reason(ErrorKind.CONFLICT, String.valueOf(busy.getMessage()));
        }
        if (cause instanceof OldNodeException old) {
            return new Reason(
                    ErrorKind.UNSUPPORTED,
                    "The node at " + ipfsUrl + " has Kubo " + old.version() + "; it takes " + NodeVersion.OLDEST
                            + " or newer.");
        }
        if (cause instanceof AnswerTooLargeException tooLarge) {
            return new Reason(
                    ErrorKind.UNKNOWN,
                    "The answer of " + node() + " has more than the " + tooLarge.maximum() + " bytes that it may have"
                            + " (maximumListingBytes, for a listing).");
        }
        return ofClient(cause);
    }

    private Reason ofPinning(RemotePinException cause) {
        return cause.isUnknownService()
                ? new Reason(
                        ErrorKind.INVALID_CONFIG,
                        node()
                                + " knows no pinning service of that name: ipfs pin remote service add. What the node itself stores is done.")
                : new Reason(
                        ErrorKind.UNAVAILABLE,
                        "The pinning service did not do what " + node()
                                + " asked of it. What the node itself stores is done.");
    }

    private Reason ofRefusal(RefusalException refusal) {
        String said = refusal.reason();
        String message = node() + " refused " + refusal.command() + ": "
                + (said.length() > MOST_CHARACTERS ? said.substring(0, MOST_CHARACTERS) + "…" : said);
        if (refusal.saysBlockMissing()) {
            return new Reason(ErrorKind.CORRUPTED, message + ". A block of the content is not on the node.");
        }
        boolean late = said.contains("context deadline exceeded") || said.contains("context canceled");
        return new Reason(late ? ErrorKind.TIMEOUT : kindOfRefusal(said), message);
    }

    private static ErrorKind kindOfRefusal(String said) {
        boolean temporary = said.contains("no space left") || said.contains("too many open files");
        return temporary ? ErrorKind.UNAVAILABLE : ErrorKind.UNKNOWN;
    }

    private Reason ofAnswer(UnexpectedAnswerException answer) {
        int status = answer.status();
        if (answer.isHtml() && (status / 100 == 2 || status == 404)) {
            return reason(ErrorKind.CONTAINER_NOT_FOUND, status, "and a web page; there is no RPC API of an IPFS node");
        }
        ErrorKind kind = switch (status) {
            case 401, 403, 407 -> ErrorKind.PERMISSION_DENIED;
            case 404, 405, 410 -> ErrorKind.CONTAINER_NOT_FOUND;
            case 400, 501 -> ErrorKind.UNSUPPORTED;
            case 408, 504 -> ErrorKind.TIMEOUT;
            case 413 -> ErrorKind.VALUE_TOO_LARGE;
            case 429 -> ErrorKind.RATE_LIMITED;
            default ->
                status >= 500
                        ? ErrorKind.UNAVAILABLE
                        : status / 100 == 3 ? ErrorKind.INVALID_CONFIG : ErrorKind.UNKNOWN;
        };
        return reason(kind, status, words(kind));
    }

    private static String words(ErrorKind kind) {
        return switch (kind) {
            case PERMISSION_DENIED -> "so the credentials are missing, wrong, or do not allow it";
            case CONTAINER_NOT_FOUND -> "so there is no RPC API of an IPFS node at this ipfsUrl; a gateway is none";
            case INVALID_CONFIG -> "a redirect, which is not followed so that the credentials stay with their host";
            case VALUE_TOO_LARGE -> "so the value has more bytes than something on the way takes";
            case RATE_LIMITED -> "so it is to be called less often";
            case UNSUPPORTED -> "so it does not know this command or one of its options";
            case UNAVAILABLE, TIMEOUT -> "so it cannot answer now";
            default -> "which says no more";
        };
    }

    private Reason reason(ErrorKind kind, int status, String words) {
        return new Reason(kind, node() + " answered with HTTP status " + status + ", " + words + ".");
    }

    private Reason ofClient(Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException) {
            return new Reason(ErrorKind.UNAVAILABLE, "Connecting to " + ipfsUrl + " took too long.");
        }
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return new Reason(ErrorKind.TIMEOUT, node() + " did not answer within " + callTimeout + ".");
        }
        if (cause instanceof ConnectException) {
            String message = "Cannot connect to " + ipfsUrl + ": the host is not known, or no node listens there.";
            return new Reason(ErrorKind.UNAVAILABLE, message);
        }
        if (cause instanceof InterruptedException) {
            return new Reason(ErrorKind.UNAVAILABLE, "The thread that did the work was interrupted.");
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof GeneralSecurityException) {
                String message = "The certificate of " + ipfsUrl
                        + " is not trusted. Pass in a client with an SSLContext that trusts it.";
                return new Reason(ErrorKind.INVALID_CONFIG, message);
            }
        }
        return cause instanceof IOException
                ? new Reason(ErrorKind.UNAVAILABLE, "The connection to " + ipfsUrl + " broke off.")
                : new Reason(
                        ErrorKind.UNKNOWN,
                        "The IPFS storage failed with " + cause.getClass().getName() + ".");
    }

    private static boolean isOfPinning(Throwable cause) {
        return cause instanceof RemotePinException;
    }

    /** The node, with its version where that is known. */
    private String node() {
        String known = version.known();
        return known == null ? "The node at " + ipfsUrl : "Kubo " + known + " at " + ipfsUrl;
    }

    private record Reason(ErrorKind kind, String message) {}
}
