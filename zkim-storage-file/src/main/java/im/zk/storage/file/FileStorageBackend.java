package im.zk.storage.file;

import im.zk.storage.Capability;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.BackendLog;
import im.zk.storage.spi.BodyReader;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each value in a file of a local directory, which several backends and processes may use at once.
 *
 * <p>{@code set} writes a temporary file, forces it to the device, renames it atomically and forces the directory;
 * {@link Durability} says what that survives. Names are portable between Linux, macOS and Windows; what is made is private
 * to the owner where the file system has POSIX permissions; no symbolic link is followed below the directory. A value may
 * have as many bytes as an array. Keys are listed in no order that means anything. Files that others put into the
 * directory are neither listed nor removed.
 *
 * <p>The directory is to be on one file system of this machine that renames atomically and locks files. macOS takes no path
 * of more than 1,024 bytes: there, a long key of which little is ASCII in small letters may fail.
 */
public final class FileStorageBackend implements StorageBackend {

    private static final Logger LOGGER = LoggerFactory.getLogger(FileStorageBackend.class);

    private static final Set<Capability> CAPABILITIES =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Capability.ORDERED_LISTING)));

    /** How much is read at once: the JVM keeps a buffer of that size for each thread. */
    private static final int SLICE_BYTES = 256 * 1024;

    private final ShardedDirectory directory;
    private final Listing listing;
    private final TemporaryFiles temporaryFiles;
    private final LocalFiles files;
    private final FileErrors errors;
    private final Calls calls;

    /**
     * Opens a directory, and removes what killed processes left in it.
     *
     * @param options which directory, and how
     * @throws ServiceException of kind {@code INVALID_CONFIG} where it is not a directory, {@code CONTAINER_NOT_FOUND}
     *     where it is missing and not to be created, {@code PERMISSION_DENIED} or {@code UNAVAILABLE} where it cannot be
     *     created
     */
    public FileStorageBackend(FileStorageOptions options) {
        files = new LocalFiles(options.durability());
        Path root = open(options, files);
        directory = new ShardedDirectory(root, files);
        errors = new FileErrors(root);
        listing = new Listing(directory);
        temporaryFiles = new TemporaryFiles(root, files);
        new Leftovers(TemporaryFiles.folder(root)).remove();
        calls = Calls.blocking(errors, options.executor().orElse(null), "zkim-file");
        BackendLog.opened(this);
    }

    /** Starts a backend: {@code FileStorageBackend.builder().directory(Path.of("/var/data")).build()}. */
    public static FileStorageOptions.Builder<FileStorageBackend> builder() {
        return new FileStorageOptions.Builder<>(FileStorageBackend::new);
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(value, "value");
        return calls.runBlocking(Operation.SET, key, () -> {
            try (TemporaryFile temporary = temporaryFiles.create()) {
                temporary.write(value, files);
                directory.moveInto(temporary.path(), directory.file(key));
                temporary.moved();
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return calls.runBlocking(Operation.GET, key, () -> {
            Path file = directory.file(key);
            return directory.find(file) == null ? null : read(file);
        });
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.runBlocking(Operation.HAS, key, () -> directory.find(directory.file(key)) != null);
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.runBlocking(Operation.DELETE, key, () -> {
            Path file = directory.file(key);
            directory.remove(file);
            directory.forceNames(file);
            return null;
        });
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.runBlocking(Operation.CLEAR, () -> {
            new ClearRun(directory, listing, errors).run();
            return null;
        });
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.runBlocking(Operation.LIST, listing::keys);
    }

    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        return calls.run(Operation.LIST, query, () -> Futures.supply(calls.executor(), () -> listing.page(query)));
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    /** Ends the work under way and an executor of its own, and removes its temporary files. The values stay. */
    @Override
    public void close() {
        calls.close();
        try {
            temporaryFiles.close();
        } catch (IOException failed) {
            LOGGER.warn("Cannot remove the lock in {}; the next backend will: {}", directory.root(), failed.toString());
        }
    }

    /** The directory that holds everything, with links in its path resolved. */
    public Path directory() {
        return directory.root();
    }

    /** {@code File[/var/data]}. */
    @Override
    public String toString() {
        return "File[" + directory.root() + "]";
    }

    private static Path open(FileStorageOptions options, LocalFiles files) {
        Path path = options.directory().toAbsolutePath();
        try {
            return files.openDirectory(path, options.createDirectory());
        } catch (IOException failed) {
            throw FileErrors.cannotOpen(path, failed);
        }
    }

    /** A file never changes once it has its name, so its size is that of the value. */
    private byte @Nullable [] read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long size = channel.size();
            if (size > BodyReader.LARGEST_ARRAY) {
                throw UnexpectedFileException.notAValue(file, "is larger than any value: " + size + " bytes");
            }
            byte[] value = new byte[(int) size];
            for (int read = 0; read < value.length; ) {
                int length = Math.min(SLICE_BYTES, value.length - read);
                int count = channel.read(ByteBuffer.wrap(value, read, length));
                if (count < 0) {
                    throw UnexpectedFileException.notAValue(file, "became shorter while it was read");
                }
                read += count;
            }
            return value;
        } catch (NoSuchFileException deleted) {
            directory.requireRoot();
            return null;
        }
    }
}
