package im.zk.storage.azure;

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
 * Deletes many blobs, each {@value BlobContainer#BATCH} with one request, a few requests at a time.
 *
 * @param container where the blobs are
 * @param requests makes the requests
 * @param listing finds the blobs, and knows their keys
 * @param calls translates what fails
 * @param errors for what the service refused to delete
 */
record Deletions(BlobContainer container, Requests requests, NameListing listing, Calls calls, AzureErrors errors) {

    private static final int REQUESTS_AT_A_TIME = 4;

    /** Deletes every blob of the namespace. */
    CompletableFuture<@Nullable Void> deleteAll() {
        return Futures.map(
                listing.removeAll(BlobContainer.BATCH, REQUESTS_AT_A_TIME, this::deleteBlobs),
                refused -> requireNone(Operation.CLEAR, refused));
    }

    /** Deletes the blobs of keys, each named once. */
    CompletableFuture<@Nullable Void> delete(List<String> keys) {
        return Batches.run(
                Batches.chunks(keys, BlobContainer.BATCH).iterator(),
                REQUESTS_AT_A_TIME,
                chunk -> chunk,
                this::deleteChunk);
    }

    private CompletableFuture<@Nullable Void> deleteChunk(List<String> keys) {
        return calls.run(
                Operation.DELETE,
                () -> Futures.map(
                        listing.remove(keys, this::deleteBlobs), refused -> requireNone(Operation.DELETE, refused)));
    }

    private CompletableFuture<Map<String, AnswerException>> deleteBlobs(List<String> names) {
        return requests.ask(container.delete(names));
    }

    private @Nullable Void requireNone(Operation operation, Map<String, AnswerException> refused) {
        if (!refused.isEmpty()) {
            throw errors.someFailed(operation, refused);
        }
        return null;
    }
}
