package im.zk.storage.spi;

import im.zk.storage.ServiceException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Deletes many objects by their names, a batch with each request and a few requests at a time: what {@code clear} and
 * {@code deleteBatch} of every object store have in common. Immutable.
 *
 * @param <F> why the service refused to delete an object
 */
public final class NameDeletions<F> {

    /**
     * Asks the service to delete objects.
     *
     * @param <F> why the service refused to delete an object
     */
    @FunctionalInterface
    public interface Remover<F> {

        /**
         * Deletes objects with one request.
         *
         * @param operation what it is done for: {@code CLEAR}, where the service has just named them, or {@code DELETE}
         * @param names the objects, as many as a batch may have
         * @return those that the service refused, with its reason
         */
        CompletableFuture<Map<String, F>> remove(Operation operation, List<String> names);
    }

    private static final int REQUESTS_AT_A_TIME = 4;

    private final NameListing listing;
    private final Calls calls;
    private final int batchSize;
    private final Remover<F> remover;
    private final BiFunction<Operation, Map<String, F>, ServiceException> someFailed;

    /**
     * The deletions of a namespace.
     *
     * @param listing finds the objects, and knows their keys
     * @param calls translates what fails
     * @param batchSize how many names one request may have
     * @param remover makes the request
     * @param someFailed the error for keys that the service refused to delete, one at least
     */
    public NameDeletions(
            NameListing listing,
            Calls calls,
            int batchSize,
            Remover<F> remover,
            BiFunction<Operation, Map<String, F>, ServiceException> someFailed) {
        this.listing = Objects.requireNonNull(listing, "listing");
        this.calls = Objects.requireNonNull(calls, "calls");
        this.batchSize = batchSize;
        this.remover = Objects.requireNonNull(remover, "remover");
        this.someFailed = Objects.requireNonNull(someFailed, "someFailed");
    }

    /** Deletes every object of the namespace. */
    public CompletableFuture<@Nullable Void> deleteAll() {
        return requireAll(
                Operation.CLEAR,
                listing.removeAll(batchSize, REQUESTS_AT_A_TIME, names -> remover.remove(Operation.CLEAR, names)));
    }

    /** Deletes the objects of keys, each named once; a batch that fails does not keep the others from being asked for. */
    public CompletableFuture<@Nullable Void> delete(List<String> keys) {
        return Batches.run(
                Batches.chunks(keys, batchSize).iterator(),
                REQUESTS_AT_A_TIME,
                chunk -> chunk,
                chunk -> calls.run(Operation.DELETE, () -> deleteChunk(chunk)));
    }

    private CompletableFuture<@Nullable Void> deleteChunk(List<String> keys) {
        return requireAll(Operation.DELETE, listing.remove(keys, names -> remover.remove(Operation.DELETE, names)));
    }

    private CompletableFuture<@Nullable Void> requireAll(
            Operation operation, CompletableFuture<Map<String, F>> refusedByKey) {
        return Futures.map(refusedByKey, refused -> {
            if (!refused.isEmpty()) {
                throw someFailed.apply(operation, refused);
            }
            return null;
        });
    }
}
