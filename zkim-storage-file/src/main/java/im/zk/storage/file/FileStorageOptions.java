package im.zk.storage.file;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a {@link FileStorageBackend} keeps its files, and how safely. Immutable. */
public final class FileStorageOptions {

    private final Path directory;
    private final boolean createDirectory;
    private final Durability durability;
    private final @Nullable Executor executor;

    private FileStorageOptions(Builder<?> builder, Path directory) {
        this.directory = directory;
        this.createDirectory = builder.createDirectory;
        this.durability = builder.durability;
        this.executor = builder.executor;
    }

    /** Starts options; {@link FileStorageBackend#builder()} makes the backend at once. */
    public static Builder<FileStorageOptions> builder() {
        return new Builder<>(Function.identity());
    }

    /** The directory that holds everything. */
    public Path directory() {
        return directory;
    }

    /** Whether a directory that is missing is made when the backend is, parents and all. */
    public boolean createDirectory() {
        return createDirectory;
    }

    /** What a change survives. */
    public Durability durability() {
        return durability;
    }

    /** Where blocking work runs, if the user gave an executor. */
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    /** The directory and the durability. */
    @Override
    public String toString() {
        return "FileStorageOptions[" + directory + ", " + durability + "]";
    }

    /**
     * Collects options. Not thread-safe.
     *
     * @param <T> what {@link #build()} makes
     */
    public static final class Builder<T> {
        private final Function<FileStorageOptions, T> result;
        private @Nullable Path directory;
        private boolean createDirectory = true;
        private Durability durability = Durability.SYNC;
        private @Nullable Executor executor;

        Builder(Function<FileStorageOptions, T> result) {
            this.result = result;
        }

        /**
         * The directory that holds everything, on the default file system; required. It may hold other files too, which
         * are left alone.
         */
        public Builder<T> directory(Path directory) {
            this.directory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * Whether a directory that is missing is made, parents and all, readable by the owner alone (default true). With
         * false it must be there, which shows that a disk is not mounted.
         */
        public Builder<T> createDirectory(boolean createDirectory) {
            this.createDirectory = createDirectory;
            return this;
        }

        /** What a change survives (default {@link Durability#SYNC}). */
        public Builder<T> durability(Durability durability) {
            this.durability = Objects.requireNonNull(durability, "durability");
            return this;
        }

        /** Where blocking work runs; stays open when the backend is closed. The default is one of the backend's own. */
        public Builder<T> executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Checks the options and makes what was asked for.
         *
         * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where there is no directory, or not one of
         *     the default file system; and as {@link FileStorageBackend#FileStorageBackend} does, where that is made
         */
        public T build() {
            if (directory == null || directory.toString().isEmpty()) {
                throw FileErrors.invalid("The file storage needs a directory; '.' is the current one.");
            }
            if (directory.getFileSystem() != FileSystems.getDefault()) {
                throw FileErrors.invalid("The directory " + directory + " is not on the default file system.");
            }
            return result.apply(new FileStorageOptions(this, directory));
        }
    }
}
