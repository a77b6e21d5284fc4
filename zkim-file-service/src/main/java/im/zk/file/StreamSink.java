package im.zk.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Writes content to a stream, which stays open. */
record StreamSink(OutputStream stream) implements ChunkSink {

    @Override
    public CompletableFuture<@Nullable Void> accept(byte[] piece) {
        try {
            stream.write(piece);
        } catch (IOException | RuntimeException thrown) {
            throw new CallersFailure("output stream", thrown);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean blocks() {
        return true;
    }
}
