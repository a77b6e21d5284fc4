package im.zk.file;

import java.util.concurrent.CompletableFuture;

/** Content to be stored, piece by piece. Asked by one thread at a time, for the next piece when the one before has come. */
interface ChunkSource {

    /** The next piece, full unless it is the last. Not asked for again after that. May block: it is called on the executor. */
    CompletableFuture<Piece> next();

    /** How many bytes there are in all, or -1 where that is not known. */
    long total();

    /** Whether {@link #next} waits for others: it is then called on an executor for that. */
    default boolean blocks() {
        return false;
    }

    /** No more will be asked for. May be called more than once. */
    default void end() {}

    /**
     * A piece of content.
     *
     * @param array where it is; not to be changed
     * @param offset where it begins
     * @param length how long it is
     * @param last whether the content ends with it
     * @param release called when the array is no longer read
     */
    @SuppressWarnings("ArrayRecordComponent") // is compared nowhere
    record Piece(byte[] array, int offset, int length, boolean last, Runnable release) {}
}
