package im.zk.storage.testservers;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * A request that came to a {@link FaultyRoute}.
 *
 * @param method such as {@code GET}
 * @param path the path as it was sent, still percent-encoded
 * @param query what follows the question mark, or an empty text
 * @param headers the first value of each header; the names' case does not matter
 */
public record RoutedRequest(String method, String path, String query, Map<String, String> headers) {

    static RoutedRequest of(HttpServerExchange exchange) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        StreamSupport.stream(exchange.getRequestHeaders().spliterator(), false)
                .forEach((HeaderValues values) ->
                        headers.put(values.getHeaderName().toString(), values.getFirst()));
        return new RoutedRequest(
                exchange.getRequestMethod().toString(), exchange.getRequestURI(), exchange.getQueryString(), headers);
    }
}
