package im.zk.storage.spi;

import org.jspecify.annotations.Nullable;

/**
 * Blocking work that an interrupt would not end, or not well, as when it waits for an answer on a socket.
 *
 * @param <T> what it gives
 */
@FunctionalInterface
public interface AbortableWork<T extends @Nullable Object> {

    /**
     * Does the work.
     *
     * @param cancellation what the work tells how it is to be ended
     * @return the result
     * @throws Exception whatever goes wrong
     */
    T run(Cancellation cancellation) throws Exception;
}
