package im.zk.storage.decorator;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call below that fills the cache, and those who wait for it: each has a future of its own, and the call is cancelled
 * when the last of them has gone.
 */
class CacheLoad {

    private final CompletableFuture<byte @Nullable []> outcome = new CompletableFuture<>();
    private final boolean joinable;

    @Nullable CompletableFuture<?> work;

    private int waiters;
    private boolean abandoned;

    /** The load of one key; or, not joinable, its part in that of a batch: what fails a batch need not concern each key. */
    CacheLoad(boolean joinable) {
        this.joinable = joinable;
    }

    boolean isJoinable() {
        return joinable;
    }

    /** A future of the caller's own, with a copy of its own; null where all others have gone and the call is cancelled. */
    @Nullable CompletableFuture<byte @Nullable []> join() {
        synchronized (this) {
            if (abandoned) {
                return null;
            }
            waiters++;
        }
        CompletableFuture<byte @Nullable []> result = new CompletableFuture<>();
        result.whenComplete((value, failure) -> leave());
        outcome.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value == null ? null : value.clone());
            } else {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    /** Says which call this is; it is cancelled at once where nobody waits any more. */
    void runs(CompletableFuture<?> call) {
        synchronized (this) {
            work = call;
            if (!abandoned) {
                return;
            }
        }
        call.cancel(true);
    }

    void complete(byte @Nullable [] value) {
        outcome.complete(value);
    }

    void fail(Throwable failure) {
        outcome.completeExceptionally(failure);
    }

    /** One who waited has gone, or has what it waited for. */
    void leave() {
        CompletableFuture<?> call;
        synchronized (this) {
            waiters--;
            if (waiters > 0 || outcome.isDone()) {
                return;
            }
            abandoned = true;
            call = work;
        }
        if (call != null) {
            call.cancel(true);
        }
    }
}
