package im.zk.storage.s3;

import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.Pages;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Removes every object of a namespace: a page is deleted while the next ones are listed, in one request for each page, a
 * few at a time. A key that the service does not delete does not stop it; a request that fails does.
 */
final class ClearRun {

    private static final int DELETIONS_AT_A_TIME = 4;

    private final Bucket bucket;
    private final Namespace namespace;
    private final Requests requests;
    private final S3Errors errors;
    private final Map<String, String> failures = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Queue<CompletableFuture<?>> underWay = new ArrayDeque<>();
    private volatile @Nullable String requestId;

    ClearRun(Bucket bucket, Namespace namespace, Requests requests, S3Errors errors) {
        this.bucket = bucket;
        this.namespace = namespace;
        this.requests = requests;
        this.errors = errors;
    }

    CompletableFuture<@Nullable Void> run() {
        CompletableFuture<@Nullable Void> pages = Pages.walk(
                token -> requests.send(() -> bucket.list(namespace.prefix(), token, Bucket.OBJECTS)),
                Bucket.Page::next,
                page -> makeRoom(page.names()));
        CompletableFuture<@Nullable Void> result = Futures.then(pages, ignored -> awaitAll());
        result.whenComplete((done, failure) -> underWay().forEach(each -> each.cancel(true)));
        return result;
    }

    /** Begins to delete the objects of a page; completes at once, or where too many deletions are under way, behind one. */
    private CompletableFuture<?> makeRoom(List<String> names) {
        List<String> own =
                names.stream().filter(name -> namespace.toKey(name) != null).toList();
        if (own.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<?> deletion = Futures.map(requests.send(() -> bucket.delete(own)), this::remember);
        synchronized (underWay) {
            underWay.add(deletion);
            return underWay.size() < DELETIONS_AT_A_TIME
                    ? CompletableFuture.completedFuture(null)
                    : Objects.requireNonNull(underWay.poll());
        }
    }

    private @Nullable Void remember(Bucket.Deletion deletion) {
        deletion.failures().forEach((name, code) -> failures.put(Objects.requireNonNull(namespace.toKey(name)), code));
        requestId = deletion.failures().isEmpty() ? requestId : deletion.requestId();
        return null;
    }

    private CompletableFuture<@Nullable Void> awaitAll() {
        CompletableFuture<@Nullable Void> all = CompletableFuture.completedFuture(null);
        for (CompletableFuture<?> each : underWay()) {
            all = Futures.then(all, ignored -> Futures.map(each, done -> null));
        }
        return Futures.map(all, ignored -> {
            if (!failures.isEmpty()) {
                throw errors.someFailed(Operation.CLEAR, failures, requestId);
            }
            return null;
        });
    }

    private List<CompletableFuture<?>> underWay() {
        synchronized (underWay) {
            return List.copyOf(underWay);
        }
    }
}
