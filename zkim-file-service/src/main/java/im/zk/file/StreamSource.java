package im.zk.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Content that comes from a stream, which stays open. Arrays are used again, so that a long stream makes no garbage. */
final class StreamSource implements ChunkSource {

    private final InputStream stream;
    private final int chunkSize;
    private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();
    private byte @Nullable [] ahead;
    private int aheadLength;

    StreamSource(InputStream stream, int chunkSize) {
        this.stream = stream;
        this.chunkSize = chunkSize;
    }

    /** Reads one piece ahead, because a piece must know whether it is the last. */
    @Override
    public CompletableFuture<Piece> next() {
        try {
            byte[] current = ahead;
            int length = aheadLength;
            if (current == null) {
                current = array();
                length = stream.readNBytes(current, 0, chunkSize);
            }
            if (length < chunkSize) {
                return CompletableFuture.completedFuture(piece(current, length, true));
            }
            byte[] following = array();
            aheadLength = stream.readNBytes(following, 0, chunkSize);
            ahead = following;
            return CompletableFuture.completedFuture(piece(current, length, aheadLength == 0));
        } catch (IOException | RuntimeException thrown) {
            return CompletableFuture.failedFuture(new CallersFailure("input stream", thrown));
        }
    }

    @Override
    public long total() {
        return -1;
    }

    @Override
    public boolean blocks() {
        return true;
    }

    private Piece piece(byte[] array, int length, boolean last) {
        return new Piece(array, 0, length, last, () -> free.add(array));
    }

    private byte[] array() {
        byte[] again = free.poll();
        return again == null ? new byte[chunkSize] : again;
    }
}
