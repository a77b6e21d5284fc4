package im.zk.storage.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.core.http.rest.Response;
import com.azure.storage.blob.BlobAsyncClient;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.batch.BlobBatch;
import com.azure.storage.blob.batch.BlobBatchAsyncClient;
import com.azure.storage.blob.batch.BlobBatchClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.common.Utility;
import im.zk.storage.spi.MalformedAnswerException;
import im.zk.storage.spi.NamePage;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Requests for the blobs of a container. */
final class BlobContainer {

    /**
     * The most blobs of a page.
     *
     * @see <a href="https://learn.microsoft.com/rest/api/storageservices/list-blobs">List Blobs</a>
     */
    static final int PAGE = 5000;

    /**
     * The most deletions of a batch.
     *
     * @see <a href="https://learn.microsoft.com/rest/api/storageservices/blob-batch">Blob Batch</a>
     */
    static final int BATCH = 256;

    private static final int ACCEPTED = 202;

    private final BlobContainerAsyncClient container;
    private final BlobBatchAsyncClient batches;

    BlobContainer(BlobContainerAsyncClient container) {
        this.container = container;
        this.batches = new BlobBatchClientBuilder(container).buildAsyncClient();
    }

    /**
     * Reads a blob. What breaks off is asked for again from there on, of the same blob.
     *
     * @param maximumAttempts how often all requests together may be tried
     */
    Mono<BlobBody> read(String name, long maximumBytes, int maximumAttempts) {
        DownloadRetryOptions retries = new DownloadRetryOptions().setMaxRetryRequests(maximumAttempts - 1);
        return Attempts.limit(maximumAttempts, blob(name).downloadStreamWithResponse(null, retries, null, false))
                // The SDK takes for granted that there is a Content-Length.
                .onErrorMap(NullPointerException.class, noLength -> notAzure())
                .flatMap(answer -> BlobBody.read(answer, maximumBytes));
    }

    /** Gives true where there is a blob, and fails where there is none; its bytes are not sent. */
    Mono<Boolean> require(String name) {
        return blob(name).getPropertiesWithResponse(null).map(answer -> {
            if (answer.getValue().getETag() == null) {
                throw notAzure();
            }
            return true;
        });
    }

    /** Deletes a blob, and fails where there is none. */
    Mono<Void> delete(String name) {
        return blob(name).deleteWithResponse(null, null).then();
    }

    /** The names of some blobs, without snapshots, deleted ones and what is not committed. */
    Mono<NamePage> list(String prefix, @Nullable String token, int limit) {
        ListBlobsOptions options = new ListBlobsOptions().setPrefix(prefix).setMaxResultsPerPage(limit);
        return container
                .listBlobs(options, token)
                .byPage()
                .next()
                .onErrorMap(IllegalStateException.class, noListing -> notAzure())
                .map(BlobContainer::page);
    }

    /** Deletes up to 256 blobs in one request, and gives those that the service did not delete, which a missing one is not. */
    Mono<Map<String, AnswerException>> delete(Collection<String> names) {
        BlobBatch batch = batches.getBlobBatch();
        Map<String, Response<Void>> answers = new LinkedHashMap<>();
        for (String name : names) {
            String url = container.getBlobContainerUrl() + "/" + Utility.urlEncode(name);
            answers.put(name, batch.deleteBlob(url, null, null));
        }
        return batches.submitBatchWithResponse(batch, false)
                .onErrorMap(IllegalStateException.class, noBatch -> notAzure())
                .then(Mono.fromSupplier(() -> failures(answers)));
    }

    private BlobAsyncClient blob(String name) {
        return container.getBlobAsyncClient(name);
    }

    private static NamePage page(PagedResponse<BlobItem> answer) {
        String next = answer.getContinuationToken();
        List<String> names = answer.getValue().stream().map(BlobItem::getName).toList();
        return new NamePage(names, next == null || next.isEmpty() ? null : next);
    }

    private static Map<String, AnswerException> failures(Map<String, Response<Void>> answers) {
        Map<String, AnswerException> failures = new LinkedHashMap<>();
        answers.forEach((name, answer) -> {
            AnswerException failure = failure(answer);
            if (failure != null && !failure.isMissingBlob()) {
                failures.put(name, failure);
            }
        });
        return failures;
    }

    private static @Nullable AnswerException failure(Response<Void> answer) {
        try {
            int status = answer.getStatusCode();
            return status == ACCEPTED ? null : AnswerException.of(status, answer.getHeaders());
        } catch (BlobStorageException refused) {
            return AnswerException.of(refused);
        } catch (UnsupportedOperationException notAnswered) {
            throw new MalformedAnswerException("The service did not answer for every blob of a batch.");
        }
    }

    static MalformedAnswerException notAzure() {
        return new MalformedAnswerException("The endpoint did not answer as Azure does: check the endpoint.");
    }
}
