package im.zk.storage.file;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where one backend writes values before they get their names: {@code <root>/%tmp}. Nothing is made there before the
 * first write, so that a directory that cannot be written can be read.
 */
final class TemporaryFiles implements AutoCloseable {

    /** The name of no shard, and of no key. */
    private static final String FOLDER = "%tmp";

    private static final int ATTEMPTS = 10;

    private final Path folder;
    private final LocalFiles files;
    private @Nullable WriterSession session;
    private boolean closed;

    TemporaryFiles(Path root, LocalFiles files) {
        this.folder = folder(root);
        this.files = files;
    }

    /** Where they are in a store's directory. */
    static Path folder(Path root) {
        return root.resolve(FOLDER);
    }

    /** A new, empty file. */
    TemporaryFile create() throws IOException {
        for (int attempt = 1; ; attempt++) {
            WriterSession current = session();
            try {
                return current.createFile();
            } catch (NoSuchFileException removed) {
                // Somebody removed the folder, the lock's file with it: a new session makes both again.
                if (attempt == ATTEMPTS) {
                    throw removed;
                }
                forget(current);
            }
        }
    }

    /** Lets no more files be made. Those under way are removed by those who write them, the last one ends the session. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private synchronized WriterSession session() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (session == null) {
            files.createDirectory(folder);
            session = WriterSession.begin(folder, files);
        }
        return session;
    }

    private synchronized void forget(WriterSession lost) throws IOException {
        if (session == lost) {
            session = null;
            lost.close();
        }
    }
}
