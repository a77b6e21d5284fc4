package im.zk.file;

import java.util.concurrent.CompletableFuture;

/** Content that is an array, read where it is. */
final class ArraySource implements ChunkSource {

    private final byte[] content;
    private final int chunkSize;
    private int position;

    ArraySource(byte[] content, int chunkSize) {
        this.content = content;
        this.chunkSize = chunkSize;
    }

    @Override
    public CompletableFuture<Piece> next() {
        int offset = position;
        int length = Math.min(chunkSize, content.length - offset);
        position += length;
        boolean last = position == content.length;
        return CompletableFuture.completedFuture(new Piece(content, offset, length, last, () -> {}));
    }

    @Override
    public long total() {
        return content.length;
    }
}
