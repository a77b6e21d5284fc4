package im.zk.storage.spi;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a namespace in a service that lists the names of objects page by page: what {@code keys}, {@code listKeys},
 * {@code clear} and {@code deleteBatch} of every object store have in common. Names that are somebody else's are passed
 * over. Immutable.
 */
public final class NameListing {

    /** Asks the service for one page of names. */
    @FunctionalInterface
    public interface Source {

        /**
         * Lists names.
         *
         * @param namePrefix what the names begin with
         * @param token the service's own, from the page before; null for the first
         * @param limit the most names that the page may have
         * @return the page
         */
        CompletableFuture<NamePage> list(String namePrefix, @Nullable String token, int limit);
    }

    private final String tokenPrefix;
    private final Namespace namespace;
    private final int pageSize;
    private final Source source;

    /**
     * The keys of a namespace.
     *
     * @param type the type of the backend, by which it knows its own tokens: {@code s3}
     * @param namespace whose keys
     * @param pageSize how many names the service gives at most for one request
     * @param source makes the request
     */
    public NameListing(String type, Namespace namespace, int pageSize, Source source) {
        this.tokenPrefix = type + ":";
        this.namespace = Objects.requireNonNull(namespace, "namespace");
        this.pageSize = pageSize;
        this.source = Objects.requireNonNull(source, "source");
    }

    /** Every key, in the order of the names; unmodifiable. */
    public CompletableFuture<List<String>> keys() {
        List<String> keys = new ArrayList<>();
        CompletableFuture<@Nullable Void> all = walk(page -> {
            keys.addAll(keysOf(page));
            return CompletableFuture.completedFuture(null);
        });
        return Futures.map(all, ignored -> List.copyOf(keys));
    }

    /**
     * The page of a query, which one request fills: it may have fewer keys than the limit, and a token all the same.
     *
     * @throws ServiceException of kind {@code INVALID_CONFIG} where the token is another kind of backend's
     */
    public CompletableFuture<KeyPage> page(KeyQuery query) {
        String token = query.token();
        if (token != null && !token.startsWith(tokenPrefix)) {
            throw Pages.invalidToken();
        }
        String after = token == null ? null : token.substring(tokenPrefix.length());
        int limit = Math.min(query.limit(), pageSize);
        return Futures.map(source.list(namespace.toNamePrefix(query.prefix()), after, limit), page -> {
            List<String> keys = keysOf(page).stream()
                    .filter(key -> key.startsWith(query.prefix()))
                    .toList();
            return new KeyPage(keys, page.nextToken() == null ? null : tokenPrefix + page.nextToken());
        });
    }

    /**
     * Removes every object of the namespace: what one page lists is removed in batches, a few at a time, while the next
     * pages are listed. An object that the service refuses to remove does not end it; a call that fails does.
     *
     * @param batchSize how many names one call is given at most
     * @param concurrency how many calls are under way at a time
     * @param remove removes objects by their names, and gives those that the service refused, with its reason
     * @return the refused ones by key
     */
    public <F> CompletableFuture<Map<String, F>> removeAll(
            int batchSize, int concurrency, Function<List<String>, CompletableFuture<Map<String, F>>> remove) {
        Map<String, F> refused = Collections.synchronizedMap(new LinkedHashMap<>());
        Window window = new Window(concurrency);
        CompletableFuture<@Nullable Void> pages = walk(page -> {
            List<String> own = page.names().stream()
                    .filter(name -> namespace.toKey(name) != null)
                    .toList();
            CompletableFuture<?> begun = CompletableFuture.completedFuture(null);
            for (List<String> batch : Batches.chunks(own, batchSize)) {
                begun = Futures.then(
                        begun,
                        ignored -> window.add(Futures.map(remove.apply(batch), failures -> {
                            failures.forEach((name, why) -> refused.put(keyOf(name), why));
                            return null;
                        })));
            }
            return begun;
        });
        CompletableFuture<@Nullable Void> all = Futures.then(pages, ignored -> window.all());
        all.whenComplete((done, failure) -> window.cancel());
        return Futures.map(all, ignored -> refused);
    }

    /**
     * Removes the objects of keys with one call.
     *
     * @param keys legal keys, as many as one call may be given
     * @param remove as for {@link #removeAll}
     * @return the refused ones by key
     */
    public <F> CompletableFuture<Map<String, F>> remove(
            List<String> keys, Function<List<String>, CompletableFuture<Map<String, F>>> remove) {
        List<String> names = keys.stream().map(namespace::toObjectName).toList();
        return Futures.map(remove.apply(names), failures -> {
            Map<String, F> refused = new LinkedHashMap<>();
            failures.forEach((name, why) -> refused.put(keyOf(name), why));
            return refused;
        });
    }

    private CompletableFuture<@Nullable Void> walk(Function<NamePage, CompletableFuture<?>> use) {
        return Pages.walk(token -> source.list(namespace.prefix(), token, pageSize), NamePage::nextToken, use);
    }

    private List<String> keysOf(NamePage page) {
        List<String> keys = new ArrayList<>();
        for (String name : page.names()) {
            String key = namespace.toKey(name);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** A service that names an object it was not asked about is reported with what it said. */
    private String keyOf(String name) {
        String key = namespace.toKey(name);
        return key == null ? name : key;
    }

    /** Calls that are begun one after the other and run side by side, so many at a time. */
    private static final class Window {
        private final int size;
        private final Queue<CompletableFuture<?>> underWay = new ArrayDeque<>();

        Window(int size) {
            this.size = size;
        }

        /** Takes a call that was begun; completes when there is room for the next, or fails as the oldest call did. */
        CompletableFuture<@Nullable Object> add(CompletableFuture<?> call) {
            CompletableFuture<?> room = CompletableFuture.completedFuture(null);
            synchronized (underWay) {
                underWay.add(call);
                if (underWay.size() >= size) {
                    room = Objects.requireNonNull(underWay.poll());
                }
            }
            return Futures.map(room, ignored -> null);
        }

        /** Completes when all calls have, or fails as one of them did. */
        CompletableFuture<@Nullable Void> all() {
            CompletableFuture<@Nullable Void> all = CompletableFuture.completedFuture(null);
            for (CompletableFuture<?> each : snapshot()) {
                all = Futures.then(all, ignored -> Futures.map(each, done -> null));
            }
            return all;
        }

        void cancel() {
            snapshot().forEach(each -> each.cancel(true));
        }

        private List<CompletableFuture<?>> snapshot() {
            synchronized (underWay) {
                return List.copyOf(underWay);
            }
        }
    }
}
