package im.zk.storage.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes files and directories that are private to the owner, and forces them to the device where that is wanted. */
class LocalFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final FileAttribute<?>[] PRIVATE_FILE = permissions("rw-------");
    private static final FileAttribute<?>[] PRIVATE_DIRECTORY = permissions("rwx------");

    /** On Windows a directory cannot be opened, so it cannot be forced. */
    private static final boolean DIRECTORIES_OPEN = File.separatorChar == '/';

    private static final int BOOKKEEPING_BYTES = 64 * 1024;

    private final boolean sync;

    LocalFiles(Durability durability) {
        this.sync = durability == Durability.SYNC;
    }

    /** What a file is, without following a link; null where there is none. */
    static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException missing) {
            return null;
        }
    }

    /** Whether there is a directory, which a link is not. */
    static boolean isDirectory(Path path) throws IOException {
        BasicFileAttributes attributes = attributes(path);
        return attributes != null && attributes.isDirectory();
    }

    /** Whether the disk has no room for so many bytes and what keeps track of them; false where that is not known. */
    static boolean isFull(Path path, long bytes) {
        try {
            return Files.getFileStore(path).getUsableSpace() < bytes + BOOKKEEPING_BYTES;
        } catch (IOException notKnown) {
            // This explains a failure; that it cannot be explained is no failure of its own.
            return false;
        }
    }

    /** Makes a new, empty file and opens it for writing. */
    FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, Set.of(CREATE_NEW, WRITE), PRIVATE_FILE);
    }

    /**
     * Makes a directory unless it is there.
     *
     * @throws UnexpectedFileException where something else is in its place, a link for one
     */
    void createDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, PRIVATE_DIRECTORY);
        } catch (FileAlreadyExistsException exists) {
            BasicFileAttributes attributes = attributes(directory);
            if (attributes != null && !attributes.isDirectory()) {
                throw UnexpectedFileException.notADirectory(directory);
            }
        }
    }

    /**
     * The real path of a directory. Makes it where it is missing and wanted, parents and all, and forces their names.
     *
     * @throws NoSuchFileException where it is missing and not to be made
     * @throws UnexpectedFileException where it, or a parent, is something else than a directory
     */
    Path openDirectory(Path directory, boolean create) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path present = directory;
        while (present.getParent() != null && !Files.exists(present)) {
            missing.push(present);
            present = present.getParent();
        }
        if (!Files.isDirectory(present)) {
            throw UnexpectedFileException.notADirectory(present);
        }
        if (!create && !missing.isEmpty()) {
            throw new NoSuchFileException(directory.toString());
        }
        for (Path each : missing) {
            createDirectory(each);
            forceDirectory(present);
            present = each;
        }
        return directory.toRealPath();
    }

    /** Forces what was written into a file, if changes are to be forced. */
    void force(FileChannel file) throws IOException {
        if (sync) {
            file.force(true);
        }
    }

    /** Forces the names in a directory, if changes are to be forced. One that is gone holds no names. */
    void forceDirectory(Path directory) throws IOException {
        if (!sync || !DIRECTORIES_OPEN) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, READ, LinkOption.NOFOLLOW_LINKS)) {
            channel.force(true);
        } catch (NoSuchFileException gone) {
            // Removed since, by a delete that pruned it; that one forces the parent.
            return;
        }
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
