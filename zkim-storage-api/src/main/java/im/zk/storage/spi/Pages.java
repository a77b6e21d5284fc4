package im.zk.storage.spi;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walking through the pages of a listing, and making pages where keys are at hand in {@link Keys#UTF8_ORDER}. */
public final class Pages {

    private static final String AFTER = "after:";

    private Pages() {}

    /**
     * Fetches page after page and uses each before the next is fetched. Cancelling the result cancels what is under way.
     *
     * @param fetch asks for the page of a token, null for the first
     * @param nextToken the token for the page after, null after the last
     * @param use what is done with a page
     * @return completes after the last page is used. Fails with what a call failed with, or with
     *     {@link MalformedAnswerException} where the tokens go round in circles
     */
    public static <P> CompletableFuture<@Nullable Void> walk(
            Function<@Nullable String, CompletableFuture<P>> fetch,
            Function<P, @Nullable String> nextToken,
            Function<P, CompletableFuture<?>> use) {
        Walk<P> walk = new Walk<>(fetch, nextToken, use);
        walk.wakeUp();
        return walk.result;
    }

    /**
     * Walks through the listing of a backend, for whoever is outside of it.
     *
     * @param query the prefix, the pages' size, and where to begin
     * @return completes after the last page is used. Fails with what a call failed with, or with kind
     *     {@link ErrorKind#CORRUPTED} where the tokens go round in circles
     */
    public static CompletableFuture<@Nullable Void> walk(
            StorageBackend backend, KeyQuery query, Function<KeyPage, CompletableFuture<?>> use) {
        return Futures.recover(
                walk(
                        token -> backend.listKeys(token == null ? query : query.withToken(token)),
                        KeyPage::nextToken,
                        use),
                failure -> CompletableFuture.failedFuture(
                        failure instanceof MalformedAnswerException circle ? corrupted(circle) : failure));
    }

    /**
     * The key after which a query goes on, for backends that page by key; null for the beginning.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where the token is not one of {@link #page}
     */
    public static @Nullable String after(KeyQuery query) {
        String token = query.token();
        if (token == null) {
            return null;
        }
        if (!token.startsWith(AFTER)) {
            throw invalidToken();
        }
        return token.substring(AFTER.length());
    }

    /** What a listing fails with when its token was made by another kind of backend, or by hand. */
    public static ServiceException invalidToken() {
        String message =
                "The listing's token is not one that this backend made. Pass on nextToken() of the page before.";
        return ServiceException.builder(ServiceException.STORAGE_ERROR, ErrorKind.INVALID_CONFIG, message)
                .build();
    }

    /**
     * The page for a query, for backends that page by key.
     *
     * @param sorted the keys with the query's prefix behind {@link #after}, in order; at least one more than the limit
     *     where there are as many
     * @param query the query
     * @return the page, with a token where there are more keys than the limit
     */
    public static KeyPage page(List<String> sorted, KeyQuery query) {
        if (sorted.size() <= query.limit()) {
            return new KeyPage(sorted, null);
        }
        return new KeyPage(sorted.subList(0, query.limit()), AFTER + sorted.get(query.limit() - 1));
    }

    private static ServiceException corrupted(MalformedAnswerException circle) {
        return ServiceException.builder(
                        ServiceException.STORAGE_ERROR,
                        ErrorKind.CORRUPTED,
                        Objects.requireNonNull(circle.getMessage()))
                .cause(circle)
                .build();
    }

    private static final class Walk<P> {
        private final CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
        private final Function<@Nullable String, CompletableFuture<P>> fetch;
        private final Function<P, @Nullable String> nextToken;
        private final Function<P, CompletableFuture<?>> use;
        private final AtomicInteger wakeUps = new AtomicInteger();
        private volatile @Nullable CompletableFuture<P> current;
        private @Nullable String token;
        private @Nullable String landmark;
        private long steps;

        Walk(
                Function<@Nullable String, CompletableFuture<P>> fetch,
                Function<P, @Nullable String> nextToken,
                Function<P, CompletableFuture<?>> use) {
            this.fetch = fetch;
            this.nextToken = nextToken;
            this.use = use;
            result.whenComplete((value, failure) -> cancelCurrent());
        }

        /** One thread at a time steps on, in a loop: pages that are there at once do not deepen the stack. */
        void wakeUp() {
            if (wakeUps.getAndIncrement() != 0) {
                return;
            }
            int seen = 1;
            do {
                step();
                seen = wakeUps.addAndGet(-seen);
            } while (seen != 0);
        }

        private void step() {
            if (result.isDone()) {
                return;
            }
            try {
                CompletableFuture<P> used =
                        Futures.then(fetch.apply(token), page -> Futures.map(use.apply(page), ignored -> page));
                current = used;
                if (result.isDone()) {
                    used.cancel(true);
                }
                used.whenComplete(this::ended);
            } catch (RuntimeException | Error thrown) {
                result.completeExceptionally(thrown);
            }
        }

        private void cancelCurrent() {
            CompletableFuture<P> step = current;
            if (step != null) {
                step.cancel(true);
            }
        }

        private void ended(P page, @Nullable Throwable failure) {
            if (failure != null) {
                result.completeExceptionally(Futures.unwrap(failure));
                return;
            }
            try {
                token = nextToken.apply(page);
            } catch (RuntimeException | Error thrown) {
                result.completeExceptionally(thrown);
                return;
            }
            if (token == null) {
                result.complete(null);
            } else if (token.equals(landmark)) {
                result.completeExceptionally(new MalformedAnswerException(
                        "The service's listing goes round in circles: it gave the same continuation token again."));
            } else {
                // Brent's cycle detection: a landmark at every power of two meets any circle, in constant space.
                steps++;
                landmark = Long.bitCount(steps) == 1 ? token : landmark;
                wakeUp();
            }
        }
    }
}
