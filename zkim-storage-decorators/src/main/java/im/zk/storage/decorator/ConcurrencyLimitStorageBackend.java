package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Pending;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many calls through at a time; others wait in a queue, first come first served, or are refused with kind
 * {@code RATE_LIMITED} where that is full.
 */
final class ConcurrencyLimitStorageBackend extends AroundStorageBackend {

    /** Detail: how many calls may be under way. */
    static final String LIMIT = "limit";

    /** Detail: how many calls may wait. */
    static final String QUEUE = "queue";

    private final ConcurrencyLimitOptions options;
    private final Timer timer;

    /** Guards the two below, for moments only: no call is made and no future completed while it is held. */
    private final Object lock = new Object();

    private final Set<Waiting<?>> queue = new LinkedHashSet<>();
    private int underWay;

    ConcurrencyLimitStorageBackend(StorageBackend delegate, ConcurrencyLimitOptions options) {
        this(delegate, options, new SystemTimer());
    }

    ConcurrencyLimitStorageBackend(StorageBackend delegate, ConcurrencyLimitOptions options, Timer timer) {
        super(delegate);
        this.options = options;
        this.timer = timer;
    }

    @Override
    Layer layer() {
        return Layer.CONCURRENCY_LIMIT;
    }

    @Override
    <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
        Waiting<T> waiting;
        synchronized (lock) {
            // The queue is empty wherever there is a permit: a permit that comes back goes to its head.
            if (underWay < options.maxConcurrent) {
                underWay++;
                waiting = null;
            } else if (isClosed()) {
                return CompletableFuture.failedFuture(DecoratorErrors.closed(call));
            } else if (queue.size() >= options.maxQueued) {
                return CompletableFuture.failedFuture(full(call));
            } else {
                waiting = new Waiting<>(call);
                queue.add(waiting);
            }
        }
        if (waiting == null) {
            return begin(call);
        }
        return waiting;
    }

    @Override
    void end() {
        List<Waiting<?>> left;
        synchronized (lock) {
            left = List.copyOf(queue);
            queue.clear();
        }
        left.forEach(each -> each.completeExceptionally(DecoratorErrors.closed(each.call)));
        timer.close();
    }

    /** {@code Limit[64](S3[my-bucket/])}. */
    @Override
    public String toString() {
        return "Limit[" + options.maxConcurrent + "](" + delegate() + ")";
    }

    /** Makes a call at once, with a permit that was taken for it. */
    private <T extends @Nullable Object> CompletableFuture<T> begin(Call<T> call) {
        CompletableFuture<T> work = make(call);
        if (work.isDone()) {
            release();
            return work;
        }
        Pending<T> result = new Pending<>();
        result.runs(work);
        follow(work, result);
        return result;
    }

    private <T extends @Nullable Object> CompletableFuture<T> make(Call<T> call) {
        try {
            return call.on(delegate());
        } catch (RuntimeException | Error thrown) {
            release();
            throw thrown;
        }
    }

    /** The permit is back before the caller hears of the end, for what the caller does then may block. */
    private <T extends @Nullable Object> void follow(CompletableFuture<T> work, Pending<T> result) {
        work.whenComplete((value, failure) -> {
            release();
            result.end(value, failure);
        });
    }

    private void leave(Waiting<?> waiting) {
        synchronized (lock) {
            queue.remove(waiting);
        }
    }

    /** Passes the permit to the head of the queue, whose call is not made here: it would deepen this thread's stack. */
    private void release() {
        Waiting<?> next;
        synchronized (lock) {
            Iterator<Waiting<?>> head = queue.iterator();
            next = head.hasNext() ? head.next() : null;
            if (next == null) {
                underWay--;
                return;
            }
            head.remove();
        }
        timer.soon(next::start);
    }

    private ServiceException full(Call<?> call) {
        String message = "Too many calls at once: " + options.maxConcurrent + " are under way and " + options.maxQueued
                + " wait, which are the limit and the queue of this storage.";
        return DecoratorErrors.of(ErrorKind.RATE_LIMITED, call, message)
                .detail(LIMIT, options.maxConcurrent)
                .detail(QUEUE, options.maxQueued)
                .build();
    }

    /** A call in the queue. */
    private final class Waiting<T extends @Nullable Object> extends Pending<T> {
        private final Call<T> call;

        Waiting(Call<T> call) {
            this.call = call;
        }

        /** With a permit, which goes on where the caller has left. */
        void start() {
            CompletableFuture<T> work;
            try {
                work = begin(() -> make(call));
            } catch (RuntimeException | Error thrown) {
                giveFailure(thrown);
                return;
            }
            if (work == null) {
                release();
            } else {
                follow(work, this);
            }
        }

        @Override
        protected void endWork() {
            leave(this);
            super.endWork();
        }
    }
}
