package im.zk.storage.gcs;

import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.NameListing;
import im.zk.storage.spi.Operation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Deletes many objects, each {@value Bucket#BATCH} with one request, a few requests at a time.
 *
 * @param bucket where the objects are
 * @param requests makes the requests
 * @param listing finds the objects, and knows their keys
 * @param calls translates what fails
 * @param errors for what the service refused to delete
 */
record Deletions(Bucket bucket, Requests requests, NameListing listing, Calls calls, GcsErrors errors) {

    private static final int REQUESTS_AT_A_TIME = 4;

    /** Deletes every object of the namespace. */
    CompletableFuture<@Nullable Void> deleteAll() {
        return Futures.map(
                listing.removeAll(Bucket.BATCH, REQUESTS_AT_A_TIME, names -> deleteObjects(names, false)),
                refused -> requireNone(Operation.CLEAR, refused));
    }

    /** Deletes the objects of keys, each named once. */
    CompletableFuture<@Nullable Void> delete(List<String> keys) {
        return Batches.run(
                Batches.chunks(keys, Bucket.BATCH).iterator(), REQUESTS_AT_A_TIME, chunk -> chunk, this::deleteChunk);
    }

    private CompletableFuture<@Nullable Void> deleteChunk(List<String> keys) {
        return calls.run(
                Operation.DELETE,
                () -> Futures.map(
                        listing.remove(keys, names -> deleteObjects(names, true)),
                        refused -> requireNone(Operation.DELETE, refused)));
    }

    private CompletableFuture<Map<String, AnswerException>> deleteObjects(
            List<String> names, boolean bucketMayBeMissing) {
        return requests.send(() -> bucket.delete(names, bucketMayBeMissing));
    }

    private @Nullable Void requireNone(Operation operation, Map<String, AnswerException> refused) {
        if (!refused.isEmpty()) {
            throw errors.someFailed(operation, refused);
        }
        return null;
    }
}
