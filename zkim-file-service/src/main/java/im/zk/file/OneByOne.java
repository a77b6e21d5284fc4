package im.zk.file;

import im.zk.storage.spi.Futures;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets work for one file wait for the end of the work before it, so that the changes of one service never overwrite each other.
 *
 * <p>Work whose result is cancelled while it waits never begins; once begun it goes on to its end, so that the next never meets
 * its half.
 */
final class OneByOne {

    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    <T extends @Nullable Object> CompletableFuture<T> run(String id, Supplier<CompletableFuture<T>> work) {
        Work<T> added = new Work<>(work, new CompletableFuture<>());
        lines.compute(id, (same, line) -> (line == null ? new Line(id) : line).with(added))
                .wakeUp();
        return added.result();
    }

    /** What is to be done. */
    private record Work<T extends @Nullable Object>(Supplier<CompletableFuture<T>> work, CompletableFuture<T> result) {

        /** Begins it, and tells when it has ended and its result is there. */
        CompletableFuture<?> begin() {
            if (result.isDone()) {
                return CompletableFuture.completedFuture(null);
            }
            return Futures.call(work)
                    .handle((value, failure) -> failure == null
                            ? result.complete(value)
                            : result.completeExceptionally(Futures.unwrap(failure)));
        }
    }

    /** The work for one file, which is in the map as long as there is any. */
    private final class Line {
        private final String id;
        private final Queue<Work<?>> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicInteger wakeUps = new AtomicInteger();
        private CompletableFuture<?> underWay = CompletableFuture.completedFuture(null);
        /** How many have not ended. Changed in the map's own steps alone. */
        private int open;

        Line(String id) {
            this.id = id;
        }

        Line with(Work<?> added) {
            waiting.add(added);
            open++;
            return this;
        }

        /** Begins what may begin. One thread at a time does, in a loop: thousands that were cancelled do not deepen the stack. */
        void wakeUp() {
            if (wakeUps.getAndIncrement() != 0) {
                return;
            }
            int seen = 1;
            do {
                Work<?> next = underWay.isDone() ? waiting.poll() : null;
                if (next != null) {
                    underWay = next.begin();
                    underWay.whenComplete((value, failure) -> ended());
                }
                seen = wakeUps.addAndGet(-seen);
            } while (seen != 0);
        }

        private void ended() {
            lines.computeIfPresent(id, (same, line) -> --line.open == 0 ? null : line);
            wakeUp();
        }
    }
}
