package im.zk.storage.gcs;

import im.zk.storage.spi.Futures;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls that are begun one after the other and run side by side, so many at a time. */
final class Window {

    private final int size;
    private final Queue<CompletableFuture<?>> underWay = new ArrayDeque<>();

    Window(int size) {
        this.size = size;
    }

    /** Takes a call that was begun; completes when there is room for the next, or fails as the oldest call did. */
    CompletableFuture<?> add(CompletableFuture<?> call) {
        synchronized (underWay) {
            underWay.add(call);
            return underWay.size() < size
                    ? CompletableFuture.completedFuture(null)
                    : Objects.requireNonNull(underWay.poll());
        }
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
