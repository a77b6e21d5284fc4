package im.zk.storage.azure;

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
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Removes every blob of a namespace, page by page, a few batches at a time. A key that the service does not delete does
 * not stop it; a request that fails does.
 */
final class ClearRun {

    /** How many batches are under way at a time. */
    static final int BATCHES_AT_A_TIME = 4;

    private final BlobContainer container;
    private final Namespace namespace;
    private final Requests requests;
    private final AzureErrors errors;
    private final Map<String, AnswerException> failures = Collections.synchronizedMap(new LinkedHashMap<>());
    private final AtomicReference<@Nullable Throwable> failedRequest = new AtomicReference<>();

    ClearRun(BlobContainer container, Namespace namespace, Requests requests, AzureErrors errors) {
        this.container = container;
        this.namespace = namespace;
        this.requests = requests;
        this.errors = errors;
    }

    CompletableFuture<@Nullable Void> run() {
        CompletableFuture<@Nullable Void> pages = Pages.walk(
                token -> requests.send(requests.timed(container.list(namespace.prefix(), token, BlobContainer.PAGE))),
                page -> Objects.requireNonNull(page).next(),
                page -> delete(Objects.requireNonNull(page).names()));
        return Futures.map(pages, ignored -> {
            if (!failures.isEmpty()) {
                throw errors.someFailed(Operation.CLEAR, failures);
            }
            return null;
        });
    }

    private CompletableFuture<@Nullable Void> delete(List<String> names) {
        List<String> own =
                names.stream().filter(name -> namespace.toKey(name) != null).toList();
        CompletableFuture<@Nullable Void> all = Batches.run(
                Batches.chunks(own, BlobContainer.BATCH).iterator(),
                BATCHES_AT_A_TIME,
                chunk -> chunk,
                this::deleteBatch);
        return Futures.then(all, ignored -> {
            Throwable failure = failedRequest.get();
            return failure == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(failure);
        });
    }

    private CompletableFuture<@Nullable Void> deleteBatch(List<String> names) {
        if (failedRequest.get() != null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<@Nullable Void> deletion =
                Futures.map(requests.send(requests.timed(container.delete(names))), failed -> {
                    Objects.requireNonNull(failed)
                            .forEach((name, why) -> failures.put(Objects.requireNonNull(namespace.toKey(name)), why));
                    return null;
                });
        return Futures.recover(deletion, failure -> {
            failedRequest.compareAndSet(null, failure);
            return CompletableFuture.completedFuture(null);
        });
    }
}
