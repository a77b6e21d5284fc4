package im.zk.storage.spi;

import org.jspecify.annotations.Nullable;

/**
 * Blocking work that an interrupt would not end, or not well, as when it waits for an answer on a socket.
 *
 * @param <T> what it gives
 */
@FunctionalInterface
public interface AbortableWork<T> {

    /**
     * Does the work.
     *
     * @param cancellation what the work tells how it is to be ended
     * @return the result, which may be null
     * @throws Exception whatever goes wrong
     */
    @Nullable T run(Cancellation cancellation) throws Exception;
}
