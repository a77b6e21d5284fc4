package im.zk.storage.rest;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.rest.protocol.KeyListing;
import im.zk.storage.spi.Keys;
import im.zk.storage.spi.MalformedAnswerException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** The requests for keys: all of them at once, and page by page where the server can. */
final class ListingRequests {

    private static final String PAGE = "page:";

    private final Exchange exchange;
    private final Routes routes;
    private final BodyLimit limit;
    private final boolean ordered;

    ListingRequests(Exchange exchange, Routes routes, RestStorageOptions options) {
        this.exchange = exchange;
        this.routes = routes;
        this.limit = BodyLimit.ofText(options.maximumListingBytes());
        this.ordered = options.orderedListing();
    }

    /** Whether a page's token is the server's, and not one that stands for a place in a whole listing. */
    static boolean isToken(String token) {
        return token.startsWith(PAGE);
    }

    List<String> all() throws IOException, InterruptedException {
        Stream<String> keys = listing(exchange.send("GET", routes.files(), limit)).keys().stream()
                .filter(ListingRequests::isLegal)
                .distinct();
        return (ordered ? keys.sorted(Keys.UTF8_ORDER) : keys).toList();
    }

    /** A page of the server's. The query's token, where it has one, is such a page's. */
    KeyPage page(KeyQuery query) throws IOException, InterruptedException {
        String token = query.token();
        URI url = routes.page(query, token == null ? null : token.substring(PAGE.length()));
        Answer answer = exchange.send("GET", url, limit);
        exchange.requireExtensions(answer);
        KeyListing listing = listing(answer);
        boolean fits = listing.keys().size() <= query.limit()
                && listing.keys().stream().allMatch(key -> key.startsWith(query.prefix()));
        if (!fits) {
            throw new MalformedAnswerException(
                    "The page has more keys than were asked for, or such without the prefix.");
        }
        List<String> keys =
                listing.keys().stream().filter(ListingRequests::isLegal).toList();
        return new KeyPage(keys, listing.next() == null ? null : PAGE + listing.next());
    }

    private static KeyListing listing(Answer answer) throws IOException {
        answer.requireSuccess();
        return answer.parse(KeyListing.class);
    }

    /** A key that breaks the key rules is somebody else's, and never listed. */
    private static boolean isLegal(String key) {
        return Keys.violation(key) == null;
    }
}
