package im.zk.storage.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What blocking work tells how it is to be ended when its future is cancelled: by an interrupt of its thread, or from
 * {@link #onCancel} on, by an action instead. Safe for use by many threads at once.
 */
public final class Cancellation {

    private final Runnable interrupt;
    private @Nullable Runnable abort;
    private boolean cancelled;

    Cancellation(Runnable interrupt) {
        this.interrupt = interrupt;
    }

    /**
     * Names the action that ends the work from now on, in place of an interrupt and of an action named before. It runs
     * at once where the work is cancelled already.
     *
     * @param abort called at most once, on the thread that cancels, which it must not block
     */
    public void onCancel(Runnable abort) {
        Objects.requireNonNull(abort, "abort");
        synchronized (this) {
            this.abort = abort;
            if (!cancelled) {
                return;
            }
        }
        abort.run();
    }

    /** Ends the work by an interrupt again, from now on. */
    public synchronized void onCancelInterrupt() {
        abort = null;
    }

    /** Whether nobody waits for the result any more. */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    void cancel() {
        Runnable end;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            end = abort == null ? interrupt : abort;
        }
        end.run();
    }
}
