package im.zk.storage.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import im.zk.storage.rest.protocol.RestProtocol;
import im.zk.storage.spi.MalformedAnswerException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came back for one request.
 *
 * @param method the request's method
 * @param uri the request's URI
 * @param status the status code
 * @param headers the headers
 * @param body the content, its coding undone; where only the beginning was read, as it came
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and the array of a value goes to the caller as it is
record Answer(String method, URI uri, int status, HttpHeaders headers, byte[] body) {

    /** A header's value, or null. */
    @Nullable String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /** What the server, or a proxy before it, calls the request; null where it does not say. */
    @Nullable String requestId() {
        return header("X-Request-Id");
    }

    /** Whether it is a success after which nothing more is to come: 202 promises a write, and 206 is a part of a value. */
    boolean isSuccess() {
        return status == 200 || status == 201 || status == 204;
    }

    /** Whether a web page came back: what web servers, proxies and log-in pages answer, and no storage service does. */
    boolean isHtml() {
        String type = headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return type.startsWith("text/html") || type.startsWith("application/xhtml");
    }

    /** Whether the service says of this 404 that it is about the key. */
    boolean saysNoSuchKey() {
        return status == 404 && RestProtocol.NO_SUCH_KEY.equals(header(RestProtocol.ERROR));
    }

    /** Whether the service did not say what this 404 is about. */
    boolean isAmbiguous() {
        return status == 404 && header(RestProtocol.ERROR) == null;
    }

    /**
     * Checks that it is what a storage service answers when all went well.
     *
     * @throws UnexpectedAnswerException where not
     */
    void requireSuccess() throws UnexpectedAnswerException {
        if (!isSuccess() || isHtml()) {
            throw new UnexpectedAnswerException(this);
        }
    }

    /** The content as JSON. What the parser says about it is not passed on, because it quotes the answer. */
    <T> T parse(Class<T> type) throws IOException {
        try {
            T parsed = RestProtocol.JSON.readValue(body, type);
            if (parsed != null) {
                return parsed;
            }
        } catch (JsonProcessingException malformed) {
            // Falls through: its message and its cause hold parts of the answer.
        }
        throw new MalformedAnswerException(
                "The answer is not the JSON of a " + type.getSimpleName() + " that the protocol asks for.");
    }
}
