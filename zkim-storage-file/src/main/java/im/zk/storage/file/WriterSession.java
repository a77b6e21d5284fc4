package im.zk.storage.file;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The right of one backend to write temporary files, and the proof for all processes that it lives: the lock on
 * {@code <id>.lock}, which ends with the process, however that ends. The temporary files are {@code <id>.<number>}.
 *
 * <p>The lock's file is made and locked as {@code <id>.new} and only then renamed, so that nobody finds a lock's file
 * that its owner has yet to lock.
 */
final class WriterSession implements AutoCloseable {

    /** The group of a file's name that is the session's id. */
    static final String ID = "id";

    /** The group of a file's name that is the session's process. */
    static final String PROCESS = "process";

    /** How the name of a lock's file ends that is not locked yet. */
    static final String UNLOCKED = ".new";

    private static final String LOCKED = ".lock";

    /** Any file of any session. */
    private static final Pattern FILE =
            Pattern.compile("(?<id>(?<process>[0-9]+-[0-9]+)-[0-9a-f]{16})\\.(lock|new|[0-9]+)");

    private static final int ATTEMPTS = 100;

    private final Path folder;
    private final String id;
    private final FileChannel channel;

    @SuppressWarnings("unused") // the lock ends with the channel, but the JVM forgets it once it is collected
    private final FileLock lock;

    private final LocalFiles files;
    private final AtomicLong numbers = new AtomicLong();
    private int users;
    private boolean closed;

    private WriterSession(Path folder, LocalFiles files, String id, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.files = files;
        this.id = id;
        this.channel = channel;
        this.lock = lock;
    }

    /** Which process this is: an id that no process has before or after. */
    static String process() {
        ProcessHandle self = ProcessHandle.current();
        long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return self.pid() + "-" + start;
    }

    /** Takes a file's name apart; null where no session makes such a name. */
    static @Nullable Matcher parse(String fileName) {
        Matcher matcher = FILE.matcher(fileName);
        return matcher.matches() ? matcher : null;
    }

    /** The file whose lock says that a session lives. */
    static Path lockFile(Path folder, String id) {
        return folder.resolve(id + LOCKED);
    }

    /** Begins a session in a folder that is there. */
    static WriterSession begin(Path folder, LocalFiles files) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            String id = process() + "-"
                    + UUID.randomUUID().toString().replace("-", "").substring(16);
            Path unlocked = folder.resolve(id + UNLOCKED);
            FileChannel channel = files.create(unlocked);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null && renamed(unlocked, lockFile(folder, id))) {
                    return new WriterSession(folder, files, id, channel, lock);
                }
                channel.close();
            } catch (IOException | RuntimeException failed) {
                try (channel) {
                    Files.deleteIfExists(unlocked);
                }
                throw failed;
            }
        }
        throw new FileSystemException(folder.toString(), null, "another process takes every new file away");
    }

    /** A new file, which keeps the session alive until it is closed. */
    TemporaryFile createFile() throws IOException {
        enter();
        try {
            Path path = folder.resolve(id + "." + numbers.incrementAndGet());
            return new TemporaryFile(path, files.create(path), this);
        } catch (IOException | RuntimeException | Error failed) {
            leave();
            throw failed;
        }
    }

    /** A file is gone; the last one after {@link #close} ends the lock. */
    synchronized void leave() throws IOException {
        users--;
        unlockIfUnused();
    }

    /** Lets no more files be made, and ends the lock as soon as there are none. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        unlockIfUnused();
    }

    private synchronized void enter() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        users++;
    }

    /** The name goes first: a lock's file that is there and not locked means that its owner is dead. */
    private void unlockIfUnused() throws IOException {
        if (closed && users == 0) {
            try (channel) {
                Files.deleteIfExists(lockFile(folder, id));
            }
        }
    }

    /** False where a cleaner took the file away, in the moment before it was locked. */
    private static boolean renamed(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException takenAway) {
            return false;
        }
    }
}
