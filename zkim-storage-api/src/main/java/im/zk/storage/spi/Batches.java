package im.zk.storage.spi;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Many calls, a bounded number of them at a time, all of which are made even where some fail (rule O7).
 */
public final class Batches {

    /** How many calls of one batch are under way at a time, unless a backend knows better. */
    public static final int CONCURRENCY = 16;

    private static final int KEPT_CAUSES = 10;

    private Batches() {}

    /** The keys in the order of the collection, each once. */
    public static List<String> distinct(Collection<String> keys) {
        Set<String> distinct = new LinkedHashSet<>();
        keys.forEach(key -> distinct.add(Objects.requireNonNull(key, "key")));
        return List.copyOf(distinct);
    }

    /** A list in chunks of at most so many, in order. */
    public static <T> List<List<T>> chunks(List<T> all, int size) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            chunks.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return chunks;
    }

    /**
     * Makes a call for each chunk of keys. Cancelling the result cancels the calls under way and makes no more.
     *
     * @param chunks what to make a call for; taken from it one by one, as calls are made
     * @param concurrency how many calls may be under way at a time
     * @param keysOf the keys of a chunk, which have failed if its call does and does not name
     *     {@link ServiceException#FAILED_KEYS} itself
     * @param call the call, which fails with a {@link ServiceException}
     * @return completes when all calls have; fails with one {@link ServiceException} that names all keys that failed
     */
    public static <C> CompletableFuture<@Nullable Void> run(
            Iterator<C> chunks,
            int concurrency,
            Function<C, Collection<String>> keysOf,
            Function<C, ? extends CompletableFuture<?>> call) {
        Run<C> run = new Run<>(chunks, concurrency, keysOf, call);
        run.wakeUp();
        return run.result;
    }

    /**
     * A step that all keys of a batch have in common, such as a question to the service before it.
     *
     * @param keys the keys of the batch
     * @param step the step, which is under way
     * @return completes as the step does; where it fails, the failure names all keys
     */
    public static <T extends @Nullable Object> CompletableFuture<T> inCommon(
            List<String> keys, CompletableFuture<T> step) {
        CompletableFuture<@Nullable Void> named = run(List.of(keys).iterator(), 1, all -> all, all -> step);
        return Futures.map(named, ignored -> step.join());
    }

    /** One failure for many: retryable only where all are. */
    private static ServiceException merge(Collection<ServiceException> failures, Collection<String> failedKeys) {
        ServiceException first = failures.stream()
                .filter(failure -> !failure.isRetryable())
                .findFirst()
                .orElseGet(() -> failures.iterator().next());
        String message = "Failed for " + failedKeys.size() + " keys, the first reason: " + first.getMessage();
        ServiceException merged = ServiceException.builder(first.code(), first.kind(), message)
                .failedKeys(failedKeys)
                .detailsOf(first)
                .cause(first)
                .build();
        failures.stream().filter(failure -> failure != first).limit(KEPT_CAUSES).forEach(merged::addSuppressed);
        return merged;
    }

    @SuppressWarnings("CollectionUndefinedEquality") // a future equals itself alone, which is what is meant
    private static final class Run<C> {
        private final Pending<@Nullable Void> result = new Pending<>() {
            @Override
            protected void endWork() {
                calls().forEach(each -> each.cancel(true));
            }
        };
        private final Iterator<C> chunks;
        private final int concurrency;
        private final Function<C, Collection<String>> keysOf;
        private final Function<C, ? extends CompletableFuture<?>> call;
        private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
        private final Queue<ServiceException> failures = new ConcurrentLinkedQueue<>();
        private final Queue<String> failedKeys = new ConcurrentLinkedQueue<>();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger wakeUps = new AtomicInteger();

        Run(
                Iterator<C> chunks,
                int concurrency,
                Function<C, Collection<String>> keysOf,
                Function<C, ? extends CompletableFuture<?>> call) {
            this.chunks = chunks;
            this.concurrency = concurrency;
            this.keysOf = keysOf;
            this.call = call;
        }

        /** One thread at a time makes calls, in a loop: calls that are complete at once do not deepen the stack. */
        void wakeUp() {
            if (wakeUps.getAndIncrement() != 0) {
                return;
            }
            int seen = 1;
            do {
                try {
                    makeCalls();
                } catch (RuntimeException | Error thrown) {
                    result.completeExceptionally(thrown);
                }
                seen = wakeUps.addAndGet(-seen);
            } while (seen != 0);
        }

        private void makeCalls() {
            while (running.get() < concurrency && result.isOpen() && chunks.hasNext()) {
                C chunk = chunks.next();
                CompletableFuture<?> made = begin(chunk);
                if (made == null) {
                    return;
                }
                made.whenComplete((value, failure) -> ended(chunk, made, failure));
            }
            // All may have ended since the loop did, with more to make: then whoever ended the last one has woken this
            // up.
            if (!result.isOpen() || running.get() > 0 || chunks.hasNext()) {
                return;
            }
            if (failures.isEmpty()) {
                result.give(null);
            } else {
                result.giveFailure(merge(failures, List.copyOf(failedKeys)));
            }
        }

        /** Begins a call, unless the caller has left. Who leaves meanwhile waits until the call can be ended. */
        private @Nullable CompletableFuture<?> begin(C chunk) {
            synchronized (underWay) {
                if (!result.isOpen()) {
                    return null;
                }
                running.incrementAndGet();
                CompletableFuture<?> made = make(chunk);
                underWay.add(made);
                return made;
            }
        }

        private List<CompletableFuture<?>> calls() {
            synchronized (underWay) {
                return List.copyOf(underWay);
            }
        }

        private CompletableFuture<?> make(C chunk) {
            try {
                return call.apply(chunk);
            } catch (RuntimeException | Error thrown) {
                return CompletableFuture.failedFuture(thrown);
            }
        }

        private void ended(C chunk, CompletableFuture<?> made, @Nullable Throwable thrown) {
            underWay.remove(made);
            if (thrown != null) {
                ServiceException failure = asServiceException(Futures.unwrap(thrown));
                failures.add(failure);
                failedKeys.addAll(failedKeys(failure, chunk));
            }
            running.decrementAndGet();
            wakeUp();
        }

        private Collection<String> failedKeys(ServiceException failure, C chunk) {
            if (failure.details().get(ServiceException.FAILED_KEYS) instanceof List<?> named) {
                return named.stream().map(String.class::cast).toList();
            }
            return keysOf.apply(chunk);
        }

        private static ServiceException asServiceException(Throwable thrown) {
            if (thrown instanceof ServiceException known) {
                return known;
            }
            String message =
                    "A call of the batch failed with " + thrown.getClass().getName() + ".";
            return ServiceException.builder(ServiceException.STORAGE_ERROR, ErrorKind.UNKNOWN, message)
                    .cause(thrown)
                    .build();
        }
    }
}
