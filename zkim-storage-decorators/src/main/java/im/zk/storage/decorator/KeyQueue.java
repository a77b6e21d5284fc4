package im.zk.storage.decorator;

import im.zk.storage.spi.Pending;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work on keys, one after another for each key in the order in which it came, without a thread that waits. */
final class KeyQueue {

    private final Map<String, CompletableFuture<@Nullable Void>> lastOfKey = new HashMap<>();
    private CompletableFuture<@Nullable Void> lastOfAll = CompletableFuture.completedFuture(null);

    /**
     * Work that was begun.
     *
     * @param outcome completes when the work is over, which it also does after a cancel
     * @param cancel asks the work to end sooner
     */
    record Work<T extends @Nullable Object>(CompletableFuture<T> outcome, Runnable cancel) {
        /** Work that ends when it is cancelled. */
        static <T extends @Nullable Object> Work<T> of(CompletableFuture<T> outcome) {
            return new Work<>(outcome, () -> outcome.cancel(true));
        }

        /** What is cancelled when the caller leaves. */
        private CompletableFuture<?> untilLeft() {
            CompletableFuture<?> untilLeft = new CompletableFuture<>();
            untilLeft.whenComplete((never, left) -> cancel.run());
            return untilLeft;
        }
    }

    /** Whether something is to be done, or waits to be, for a key or for all. */
    synchronized boolean isBusy(String key) {
        return lastOfKey.containsKey(key) || !lastOfAll.isDone();
    }

    /** Begins work when all that came before for one of these keys is over. */
    <T extends @Nullable Object> CompletableFuture<T> run(Collection<String> keys, Supplier<Work<T>> work) {
        CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        List<CompletableFuture<@Nullable Void>> before = new ArrayList<>();
        synchronized (this) {
            before.add(lastOfAll);
            for (String key : keys) {
                CompletableFuture<@Nullable Void> last = lastOfKey.put(key, over);
                if (last != null) {
                    before.add(last);
                }
            }
        }
        return after(before, work, over, () -> keys.forEach(key -> lastOfKey.remove(key, over)));
    }

    /** Begins work when all that came before is over, and lets nothing begin until it is over itself. */
    <T extends @Nullable Object> CompletableFuture<T> runAlone(Supplier<Work<T>> work) {
        CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        List<CompletableFuture<@Nullable Void>> before;
        synchronized (this) {
            before = new ArrayList<>(lastOfKey.values());
            before.add(lastOfAll);
            lastOfAll = over;
        }
        return after(before, work, over, () -> {});
    }

    private <T extends @Nullable Object> CompletableFuture<T> after(
            List<CompletableFuture<@Nullable Void>> before,
            Supplier<Work<T>> work,
            CompletableFuture<@Nullable Void> over,
            Runnable forget) {
        Pending<T> result = new Pending<>();
        CompletableFuture.allOf(before.toArray(CompletableFuture[]::new)).whenComplete((ended, never) -> {
            AtomicReference<@Nullable Work<T>> begun = new AtomicReference<>();
            CompletableFuture<?> untilLeft = result.begin(() -> {
                Work<T> its = begin(work);
                begun.set(its);
                return its.untilLeft();
            });
            if (untilLeft == null) {
                end(over, forget);
                return;
            }
            Objects.requireNonNull(begun.get()).outcome.whenComplete((value, failure) -> {
                end(over, forget);
                result.end(value, failure);
            });
        });
        return result;
    }

    private void end(CompletableFuture<@Nullable Void> over, Runnable forget) {
        synchronized (this) {
            forget.run();
        }
        over.complete(null);
    }

    private static <T extends @Nullable Object> Work<T> begin(Supplier<Work<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error thrown) {
            return Work.of(CompletableFuture.failedFuture(thrown));
        }
    }
}
