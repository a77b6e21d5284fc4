package im.zk.storage.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import im.zk.storage.rest.protocol.RestProtocol;
import im.zk.storage.spi.MalformedAnswerException;
import java.io.IOException;
import java.net.URI;

/**
 * What a 404 means. It is a missing key where
 *
 * <ol>
 *   <li>the answer has the header {@link RestProtocol#ERROR} with {@link RestProtocol#NO_SUCH_KEY}, or
 *   <li>it has no such header and is not a web page, and {@code GET /files}, asked for at once, is a listing without the
 *       header {@link RestProtocol#EXTENSIONS}: a service that is there, and does not say more of its 404s.
 * </ol>
 *
 * <p>Otherwise it is {@code CONTAINER_NOT_FOUND} where the listing is not there either, and {@code UNAVAILABLE} where it is:
 * then something on the way has answered.
 */
final class MissingKeys {

    private final Exchange exchange;
    private final URI listing;

    MissingKeys(Exchange exchange, Routes routes) {
        this.exchange = exchange;
        this.listing = routes.files();
    }

    /**
     * Whether an answer says that the key is missing. Makes a request where it does not say so itself.
     *
     * @throws UnexpectedAnswerException where it is a 404 that means something else
     */
    boolean isMissing(Answer answer) throws IOException, InterruptedException {
        if (!answer.isAmbiguous()) {
            return answer.saysNoSuchKey();
        }
        Answer listed = exchange.send("GET", listing, BodyLimit.BEGINNING);
        boolean there = listed.isSuccess() && !listed.isHtml() && isListing(listed);
        boolean saysMore = listed.header(RestProtocol.EXTENSIONS) != null;
        if (there && !saysMore && !answer.isHtml()) {
            return true;
        }
        throw new UnexpectedAnswerException(answer, listed);
    }

    /** Whether the beginning of an answer's body is that of a listing: an object with an array of keys. */
    static boolean isListing(Answer answer) {
        try (JsonParser parser =
                RestProtocol.JSON.getFactory().createParser(BodyLimit.beginning(answer.headers(), answer.body()))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("keys")) {
                    return value == JsonToken.START_ARRAY;
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException | MalformedAnswerException notJson) {
            return false;
        }
    }
}
