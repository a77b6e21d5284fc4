package im.zk.storage.rest.server;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.rest.protocol.ErrorAnswer;
import im.zk.storage.rest.protocol.RestProtocol;
import im.zk.storage.spi.Futures;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures as answers: a status code, and the kind for those who know the protocol. What the backend says of a failure stays
 * in the log, for it may name hosts and paths that are no client's business.
 */
final class ServerErrors {

    private static final Logger LOGGER = LoggerFactory.getLogger(ServerErrors.class);

    private static final long MILLIS = 1000;

    private ServerErrors() {}

    /** For an option that cannot be used. */
    static ServiceException invalid(String message) {
        return ServiceException.builder(ServiceException.STORAGE_ERROR, ErrorKind.INVALID_CONFIG, message)
                .build();
    }

    /** For a server that did not start. */
    static ServiceException cannotListen(String address, Exception cause) {
        String message = "The server cannot listen on " + address + "; is the port taken?";
        return ServiceException.builder(ServiceException.STORAGE_ERROR, ErrorKind.UNAVAILABLE, message)
                .cause(cause)
                .build();
    }

    /** There is no such key in a store that is there. */
    static Reply noSuchKey() {
        return reply(404, ServiceException.STORAGE_ERROR, RestProtocol.NO_SUCH_KEY, "There is no such key.", List.of());
    }

    /** A request that cannot be served, whatever the backend. */
    static Reply refusal(ErrorKind kind, String message) {
        return reply(status(kind), ServiceException.STORAGE_ERROR, kind.name(), message, List.of());
    }

    /** A request whose content is not what its digest says. */
    static Reply damagedRequest() {
        return refusal(ErrorKind.CORRUPTED, "The content is not what its Content-Digest says.")
                .withStatus(400);
    }

    /** A batch that does not say that it is JSON: a browser lets any web page send such a one, without asking first. */
    static Reply noJson() {
        return refusal(ErrorKind.INVALID_CONFIG, "A batch needs the Content-Type " + RestProtocol.JSON_TYPE + ".")
                .withStatus(415);
    }

    /** What a backend failed with. */
    static Reply of(Throwable thrown) {
        Throwable failure = Futures.unwrap(thrown);
        if (failure instanceof CancellationException) {
            LOGGER.debug("A client broke its request off");
            return refusal(ErrorKind.UNKNOWN, "The request was broken off.");
        }
        if (!(failure instanceof ServiceException known)) {
            LOGGER.error("A request failed", failure);
            return refusal(ErrorKind.UNKNOWN, "The request failed.");
        }
        ErrorKind kind = known.kind() == ErrorKind.CLOSED ? ErrorKind.UNAVAILABLE : known.kind();
        LOGGER.debug("A request failed", known);
        Reply reply = reply(status(kind), known.code(), kind.name(), words(kind), failedKeys(known));
        return known.details().get(ServiceException.RETRY_AFTER_MILLIS) instanceof Long millis
                ? reply.with("Retry-After", Long.toString((millis + MILLIS - 1) / MILLIS))
                : reply;
    }

    /** The keys for which a call failed, where the failure names them. */
    static List<String> failedKeys(ServiceException failure) {
        return failure.details().get(ServiceException.FAILED_KEYS) instanceof List<?> keys
                ? keys.stream().map(String.class::cast).toList()
                : List.of();
    }

    private static Reply reply(int status, String code, String kind, String message, List<String> failedKeys) {
        return Reply.json(status, new ErrorAnswer(code, kind, message, failedKeys))
                .with(RestProtocol.ERROR, kind);
    }

    private static int status(ErrorKind kind) {
        return switch (kind) {
            case INVALID_KEY, INVALID_CONFIG -> 400;
            case VALUE_TOO_LARGE -> 413;
            case CONTAINER_NOT_FOUND -> 404;
            case PERMISSION_DENIED -> 403;
            case RATE_LIMITED -> 429;
            case UNAVAILABLE, CLOSED -> 503;
            case TIMEOUT -> 504;
            case CONFLICT -> 409;
            case UNSUPPORTED -> 501;
            case CORRUPTED, UNKNOWN -> 500;
        };
    }

    private static String words(ErrorKind kind) {
        return switch (kind) {
            case INVALID_KEY -> "The key breaks the key rules.";
            case INVALID_CONFIG -> "A parameter cannot be used.";
            case VALUE_TOO_LARGE -> "The value has more bytes than the store takes.";
            case CONTAINER_NOT_FOUND -> "There is no store here.";
            case PERMISSION_DENIED -> "The store does not allow it.";
            case RATE_LIMITED -> "The store is to be called less often.";
            case TIMEOUT -> "The store did not answer in time.";
            case CONFLICT -> "Another change got in the way.";
            case UNSUPPORTED -> "The store does not do this.";
            case CORRUPTED -> "What the store holds is damaged.";
            case UNAVAILABLE, CLOSED -> "The store cannot answer now.";
            case UNKNOWN -> "The store failed.";
        };
    }
}
