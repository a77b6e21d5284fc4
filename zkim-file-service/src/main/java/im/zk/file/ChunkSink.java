package im.zk.file;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where content goes that was read, piece by piece, in order. */
interface ChunkSink {

    /** Takes a piece over. May block: it is called on the executor. Given the next when the future completes. */
    CompletableFuture<@Nullable Void> accept(byte[] piece);

    /** Whether {@link #accept} waits for others: it is then called on an executor for that. */
    default boolean blocks() {
        return false;
    }

    /** An array of the content's length into which pieces are opened in place, and then not given out; or null. */
    default byte @Nullable [] target() {
        return null;
    }
}
