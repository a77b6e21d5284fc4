package im.zk.storage.rest.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import im.zk.storage.rest.protocol.RestProtocol;
import java.util.HashMap;
import java.util.Map;

/**
 * What is answered.
 *
 * @param status the status code
 * @param headers the headers that are not the same for every answer
 * @param body the content
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and the array of a value is written as it is
record Reply(int status, Map<String, String> headers, byte[] body) {

    private static final byte[] NOTHING = new byte[0];

    /** No content. */
    static Reply empty(int status) {
        return new Reply(status, Map.of(), NOTHING);
    }

    /** Content of a type. */
    static Reply of(int status, String type, byte[] body) {
        return new Reply(status, Map.of("Content-Type", type), body);
    }

    /** An object as JSON. */
    static Reply json(int status, Object body) {
        try {
            return of(status, RestProtocol.JSON_TYPE, RestProtocol.JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The protocol's own records are always JSON", impossible);
        }
    }

    /** The same with another status code. */
    Reply withStatus(int other) {
        return new Reply(other, headers, body);
    }

    /** The same with one header more. */
    Reply with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Reply(status, Map.copyOf(more), body);
    }
}
