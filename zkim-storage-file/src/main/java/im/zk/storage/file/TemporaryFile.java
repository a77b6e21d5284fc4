package im.zk.storage.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for a value that has yet to get its name. Closing removes it, unless it was moved. */
final class TemporaryFile implements AutoCloseable {

    /** How much is written at once: the JVM keeps a buffer of that size for each thread. */
    private static final int SLICE_BYTES = 256 * 1024;

    private final Path path;
    private final FileChannel channel;
    private final WriterSession session;
    private boolean moved;

    TemporaryFile(Path path, FileChannel channel, WriterSession session) {
        this.path = path;
        this.channel = channel;
        this.session = session;
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /** Writes all of a value and forces it. Fails where it was interrupted, even if all is written. */
    void write(byte[] value, LocalFiles files) throws IOException {
        int written = 0;
        try (channel) {
            while (written < value.length) {
                int length = Math.min(SLICE_BYTES, value.length - written);
                written += channel.write(ByteBuffer.wrap(value, written, length));
            }
            files.force(channel);
        } catch (IOException failed) {
            throw LocalFiles.isFull(path, value.length - written) ? new DiskFullException(path, failed) : failed;
        }
        if (Thread.currentThread().isInterrupted()) {
            // Whoever cancelled may have changed the array since: what was read of it must not get the key's name.
            throw new InterruptedIOException("The write was interrupted.");
        }
    }

    /** The file has the name of a value now. */
    void moved() {
        moved = true;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            if (!moved) {
                Files.deleteIfExists(path);
            }
        } finally {
            session.leave();
        }
    }
}
