package im.zk.storage.gcs;

import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.Pages;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Removes every object of a namespace: each page that is listed is deleted in batches, a few at a time. An object that the
 * service does not delete does not stop it; a request that fails does.
 */
final class ClearRun {

    private static final int DELETIONS_AT_A_TIME = 4;

    private final Bucket bucket;
    private final Namespace namespace;
    private final Requests requests;
    private final GcsErrors errors;
    private final Window deletions = new Window(DELETIONS_AT_A_TIME);
    private final Map<String, AnswerException> failures = Collections.synchronizedMap(new LinkedHashMap<>());

    ClearRun(Bucket bucket, Namespace namespace, Requests requests, GcsErrors errors) {
        this.bucket = bucket;
        this.namespace = namespace;
        this.requests = requests;
        this.errors = errors;
    }

    CompletableFuture<@Nullable Void> run() {
        CompletableFuture<@Nullable Void> pages = Pages.walk(
                token -> requests.send(() -> bucket.list(namespace.prefix(), token, Bucket.PAGE)),
                Bucket.Page::next,
                page -> delete(page.names()));
        CompletableFuture<@Nullable Void> result = Futures.then(pages, ignored -> deletions.all());
        result.whenComplete((done, failure) -> deletions.cancel());
        return Futures.map(result, ignored -> {
            if (!failures.isEmpty()) {
                throw errors.someFailed(Operation.CLEAR, failures);
            }
            return null;
        });
    }

    /** Begins to delete the objects of a page; completes when the last batch has begun. */
    private CompletableFuture<?> delete(List<String> names) {
        List<String> own =
                names.stream().filter(name -> namespace.toKey(name) != null).toList();
        CompletableFuture<?> begun = CompletableFuture.completedFuture(null);
        for (List<String> batch : Batches.chunks(own, Bucket.BATCH)) {
            begun = Futures.then(begun, ignored -> begin(batch));
        }
        return begun;
    }

    private CompletableFuture<@Nullable Object> begin(List<String> batch) {
        CompletableFuture<?> deletion = Futures.map(requests.send(() -> bucket.delete(batch, false)), refused -> {
            refused.forEach((name, why) -> failures.put(Objects.requireNonNull(namespace.toKey(name)), why));
            return null;
        });
        return Futures.map(deletions.add(deletion), ignored -> null);
    }
}
