package im.zk.storage.decorator;

import im.zk.storage.spi.Pending;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The caller's future of work that begins later, or again. Where the caller leaves while it begins, the future is seen to be
 * done when it has begun and was ended: not before, for the work would go on to read an array that is the caller's again.
 */
class LaterCall<T extends @Nullable Object> extends Pending<T> {

    private final Object beginning = new Object();
    private @Nullable Runnable end;

    /**
     * Begins the work, unless the caller has left.
     *
     * @param work begins it without waiting for it, and gives what ends it
     * @return whether it was begun
     */
    final boolean begin(Supplier<Runnable> work) {
        synchronized (beginning) {
            if (!isOpen()) {
                return false;
            }
            end = work.get();
            return true;
        }
    }

    @Override
    protected void endWork() {
        Runnable begun;
        synchronized (beginning) {
            begun = end;
        }
        if (begun != null) {
            begun.run();
        }
    }
}
