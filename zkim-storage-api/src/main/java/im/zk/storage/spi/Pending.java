package im.zk.storage.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future of work under way. Whoever ends it from outside, by cancelling, a deadline or closing, ends the work first, and
 * only then is the future seen to be done: what follows it may change the array that the work would go on to read (V3).
 */
public class Pending<T extends @Nullable Object> extends CompletableFuture<T> {

    /** Also the lock under which work begins. */
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    private volatile @Nullable CompletableFuture<?> work;

    /** Open, with no work yet. */
    public Pending() {}

    private enum State {
        OPEN,
        /** Ended from outside: what the work still gives is of no interest. */
        LEFT,
        GIVEN
    }

    /** Names the work that is to end with this; at once where this has been left. */
    public final void runs(CompletableFuture<?> next) {
        work = next;
        if (!isOpen()) {
            next.cancel(true);
        }
    }

    /**
     * Begins work that is to end with this, unless this has been left. Who leaves while it begins waits until it has begun
     * and was ended, for it would go on to read an array that is the caller's again.
     *
     * @param begin begins the work without waiting for it
     * @return the work, or null where this has been left and nothing was begun
     */
    public final <W extends CompletableFuture<?>> @Nullable W begin(Supplier<W> begin) {
        synchronized (state) {
            if (!isOpen()) {
                return null;
            }
            W begun = begin.get();
            work = begun;
            return begun;
        }
    }

    /** Whether somebody waits for what the work gives. */
    public final boolean isOpen() {
        return state.get() == State.OPEN;
    }

    /** What the work came to. */
    public final void give(@Nullable T value) {
        if (settle()) {
            super.complete(value);
        }
    }

    /** What the work failed with. */
    public final void giveFailure(Throwable failure) {
        if (settle()) {
            super.completeExceptionally(failure);
        }
    }

    /** What the work ended with, as {@link CompletableFuture#whenComplete} tells it: a failure is freed of its wrappers. */
    public final void end(@Nullable T value, @Nullable Throwable failure) {
        if (failure == null) {
            give(value);
        } else {
            giveFailure(Futures.unwrap(failure));
        }
    }

    /** Ends the work. Called once at most, and not where the work has given something. */
    protected void endWork() {
        CompletableFuture<?> current;
        synchronized (state) {
            current = work;
        }
        if (current != null) {
            current.cancel(true);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        leave();
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean complete(T value) {
        leave();
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        leave();
        return super.completeExceptionally(failure);
    }

    /** Whether what the work came to is this one's result. */
    private boolean settle() {
        boolean settled = state.compareAndSet(State.OPEN, State.GIVEN);
        if (settled) {
            work = null;
        }
        return settled;
    }

    private void leave() {
        if (state.compareAndSet(State.OPEN, State.LEFT)) {
            endWork();
        }
    }
}
