package im.zk.storage.rest.server;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.rest.protocol.BatchAnswer;
import im.zk.storage.rest.protocol.BatchRequest;
import im.zk.storage.rest.protocol.Extensions;
import im.zk.storage.rest.protocol.KeyListing;
import im.zk.storage.rest.protocol.RestProtocol;
import im.zk.storage.spi.Futures;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The routes of one store: what each request asks of its backend. */
final class StorageRoutes {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "PUT", "DELETE", "POST", "OPTIONS");
    private static final Set<String> PAGING = Set.of(RestProtocol.LIMIT, RestProtocol.AFTER, RestProtocol.PREFIX);

    private final StorageBackend backend;
    private final ServerBatches batches;
    private final boolean extended;
    private final long maximumRequestBytes;

    StorageRoutes(StorageBackend backend, boolean extended, long maximumRequestBytes) {
        this.backend = backend;
        this.batches = new ServerBatches(backend);
        this.extended = extended;
        this.maximumRequestBytes = maximumRequestBytes;
    }

    /** What this store can do beyond the six routes. */
    Extensions extensions() {
        boolean ordered = backend.capabilities().contains(Capability.ORDERED_LISTING);
        return extended ? new Extensions(true, ordered, maximumRequestBytes) : Extensions.NONE;
    }

    /** Serves a request for the file of a key, which stands percent-encoded in the path. */
    CompletableFuture<Reply> file(String method, String encodedKey, byte[] content) {
        String key = RestProtocol.decode(encodedKey);
        if (key == null) {
            return done(ServerErrors.refusal(ErrorKind.INVALID_KEY, "The key is not percent-encoded UTF-8."));
        }
        return switch (method) {
            case "GET" ->
                Futures.map(backend.get(key), value -> value == null ? ServerErrors.noSuchKey() : value(value));
            case "HEAD" -> Futures.map(backend.has(key), there -> there ? Reply.empty(200) : ServerErrors.noSuchKey());
            case "PUT" -> Futures.map(backend.set(key, content), ignored -> Reply.empty(204));
            case "DELETE" -> Futures.map(backend.delete(key), ignored -> Reply.empty(204));
            default -> done(notAllowed("GET, HEAD, PUT, DELETE"));
        };
    }

    /** Serves a request for all files. */
    CompletableFuture<Reply> files(
            String method, @Nullable String query, @Nullable String contentType, byte[] content) {
        boolean known = METHODS.contains(method) && (extended || method.equals("GET") || method.equals("DELETE"));
        Map<String, String> parameters = extended ? parameters(query) : Map.of();
        if (parameters == null) {
            return done(ServerErrors.refusal(ErrorKind.INVALID_CONFIG, "The query is not percent-encoded UTF-8."));
        }
        return switch (known ? method : "") {
            case "GET" -> list(parameters);
            case "DELETE" -> clear(query);
            case "OPTIONS" -> done(Reply.empty(204).with("Allow", allowed()));
            case "POST" ->
                RestProtocol.isJson(contentType)
                        ? batch(parameters.getOrDefault(RestProtocol.BATCH, ""), content)
                        : done(ServerErrors.noJson());
            default -> done(notAllowed(allowed()));
        };
    }

    /** All of it or nothing: a query may mean a part, of which the routes know none. */
    private CompletableFuture<Reply> clear(@Nullable String query) {
        return query == null || query.isEmpty()
                ? Futures.map(backend.clear(), ignored -> Reply.empty(204))
                : done(ServerErrors.refusal(ErrorKind.INVALID_CONFIG, "All files are deleted without a query."));
    }

    private CompletableFuture<Reply> list(Map<String, String> parameters) {
        if (Collections.disjoint(parameters.keySet(), PAGING)) {
            return Futures.map(backend.keys(), keys -> Reply.json(200, new KeyListing(keys, null)));
        }
        String limit = parameters.getOrDefault(RestProtocol.LIMIT, Integer.toString(KeyQuery.MAXIMUM_LIMIT));
        if (!limit.matches("[1-9][0-9]{0,2}|1000")) {
            return done(ServerErrors.refusal(ErrorKind.INVALID_CONFIG, "The limit must be 1 to 1000."));
        }
        KeyQuery query = KeyQuery.prefix(parameters.getOrDefault(RestProtocol.PREFIX, ""))
                .withLimit(Integer.parseInt(limit))
                .withToken(parameters.get(RestProtocol.AFTER));
        return Futures.map(
                backend.listKeys(query), page -> Reply.json(200, new KeyListing(page.keys(), page.nextToken())));
    }

    private CompletableFuture<Reply> batch(String what, byte[] content) {
        BatchRequest request;
        try {
            request = RestProtocol.JSON.readValue(content, BatchRequest.class);
        } catch (IOException malformed) {
            return done(ServerErrors.refusal(ErrorKind.INVALID_CONFIG, "The batch is not the JSON of one."));
        }
        CompletableFuture<BatchAnswer> answer = switch (what) {
            case "set" -> batches.set(request);
            case "get" -> batches.get(request);
            case "delete" -> batches.delete(request);
            default -> null;
        };
        return answer == null
                ? done(ServerErrors.refusal(ErrorKind.INVALID_CONFIG, "A batch is to set, get or delete."))
                : Futures.map(answer, body -> Reply.json(200, body));
    }

    private static Reply value(byte[] value) {
        return Reply.of(200, "application/octet-stream", value);
    }

    private String allowed() {
        return extended ? "GET, DELETE, OPTIONS, POST" : "GET, DELETE";
    }

    private static Reply notAllowed(String allowed) {
        return Reply.empty(405).with("Allow", allowed);
    }

    private static CompletableFuture<Reply> done(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }

    /** The query's names and values; null where it is malformed. A plus sign stands for itself. */
    private static @Nullable Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            String[] halves = pair.split("=", 2);
            String value = halves.length < 2 ? null : RestProtocol.decode(halves[1]);
            if (value == null || parameters.put(halves[0], value) != null) {
                return null;
            }
        }
        return parameters;
    }
}
