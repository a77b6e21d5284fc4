package im.zk.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.zk.storage.spi.ObjectNames;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where the values' files stand: {@code <root>/<shard>/<name>}, the name being that of {@link ObjectNames#FILE}, whose
 * parts but the last are directories, and the shard 12 bits of the name's CRC-32 in hexadecimal.
 *
 * <p>A shard is small enough to be read and sorted at once, so that a page of a listing begins where the last one ended.
 * Shards are made when they are needed and stay; other directories go with their last file. No link is followed below
 * the root.
 */
final class ShardedDirectory {

    /** How many shards there can be. */
    static final int SHARDS = 4096;

    /** How often a directory is made again that others remove at the same time. */
    private static final int ATTEMPTS = 100;

    private final Path root;
    private final LocalFiles files;

    /** The shards whose own names this backend has forced. */
    private final BitSet forcedShards = new BitSet(SHARDS);

    ShardedDirectory(Path root, LocalFiles files) {
        this.root = root;
        this.files = files;
    }

    /** The name of a key. */
    static String name(String key) {
        return ObjectNames.FILE.encode(key);
    }

    /** The shard of a name. */
    static String shard(String name) {
        CRC32 hash = new CRC32();
        hash.update(name.getBytes(UTF_8));
        return shardAt((int) (hash.getValue() % SHARDS));
    }

    /** The shard of a number from 0, in their order. */
    static String shardAt(int number) {
        return Integer.toHexString(SHARDS + number).substring(1);
    }

    /** The key of a name that stands in a shard; null where the store cannot have put it there. */
    static @Nullable String key(String shard, String name) {
        return shard.equals(shard(name)) ? ObjectNames.FILE.decode(name) : null;
    }

    /** The real path of the directory. */
    Path root() {
        return root;
    }

    /** Fails where the directory itself is gone, so that this is not taken for a missing key. */
    void requireRoot() throws IOException {
        if (!LocalFiles.isDirectory(root)) {
            throw new NoSuchFileException(root.toString());
        }
    }

    /** Where the value of a key is or would be. */
    Path file(String key) {
        String name = name(key);
        return root.resolve(shard(name)).resolve(name);
    }

    /**
     * The attributes of a value's file; null where there is none.
     *
     * @throws UnexpectedFileException where it, or a directory on the way to it, is a link or something else
     */
    @Nullable BasicFileAttributes find(Path file) throws IOException {
        BasicFileAttributes attributes = attributes(file);
        if (attributes != null && !attributes.isRegularFile()) {
            throw UnexpectedFileException.notAFile(file);
        }
        return attributes;
    }

    /** Gives a file the name of a value's, atomically replacing what has it, and forces the name. */
    void moveInto(Path temporary, Path file) throws IOException {
        for (int attempt = 1; !isMoved(temporary, file); attempt++) {
            requireRoot();
            if (attempt == ATTEMPTS || LocalFiles.attributes(temporary) == null) {
                throw new NoSuchFileException(temporary.toString(), file.toString(), "was removed while it was moved");
            }
        }
        forceNames(file);
    }

    /** Removes a value's file, or a link in its place, and the directories that this leaves empty. Forces nothing. */
    void remove(Path file) throws IOException {
        BasicFileAttributes attributes = attributes(file);
        if (attributes == null) {
            return;
        }
        if (attributes.isDirectory()) {
            throw UnexpectedFileException.notAFile(file);
        }
        Files.deleteIfExists(file);
        List<Path> directories = directories(file);
        try {
            for (int at = directories.size() - 1; at > 0; at--) {
                Files.deleteIfExists(directories.get(at));
            }
        } catch (DirectoryNotEmptyException inUse) {
            return;
        }
    }

    /** Forces the names of a value's file and of the directories on the way to it. */
    void forceNames(Path file) throws IOException {
        List<Path> directories = directories(file);
        for (int at = directories.size() - 1; at >= 0; at--) {
            files.forceDirectory(directories.get(at));
        }
        int shard = number(directories.get(0));
        synchronized (forcedShards) {
            if (forcedShards.get(shard)) {
                return;
            }
        }
        files.forceDirectory(root);
        synchronized (forcedShards) {
            forcedShards.set(shard);
        }
    }

    /** Makes the directories that are missing. A shard that is new, or that somebody took away, has a name to be forced. */
    private void makeDirectories(Path file) throws IOException {
        List<Path> directories = directories(file);
        for (Path directory : directories) {
            if (!isOwnDirectory(directory)) {
                files.createDirectory(directory);
                if (directory.equals(directories.get(0))) {
                    synchronized (forcedShards) {
                        forcedShards.clear(number(directory));
                    }
                }
            }
        }
    }

    private static int number(Path shard) {
        return Integer.parseInt(String.valueOf(shard.getFileName()), 16);
    }

    /** False where a directory on the way was removed meanwhile, with its last file, by a delete. */
    private boolean isMoved(Path temporary, Path file) throws IOException {
        try {
            makeDirectories(file);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException removed) {
            return false;
        } catch (FileSystemException failed) {
            throw LocalFiles.isDirectory(file) ? UnexpectedFileException.notAFile(file) : failed;
        }
    }

    private @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        BasicFileAttributes attributes = null;
        boolean present = true;
        for (Path directory : directories(file)) {
            present = present && isOwnDirectory(directory);
        }
        if (present) {
            attributes = LocalFiles.attributes(file);
        }
        if (attributes == null) {
            requireRoot();
        }
        return attributes;
    }

    private static boolean isOwnDirectory(Path directory) throws IOException {
        BasicFileAttributes attributes = LocalFiles.attributes(directory);
        if (attributes != null && !attributes.isDirectory()) {
            throw UnexpectedFileException.notADirectory(directory);
        }
        return attributes != null;
    }

    /** The directories between the root and a value's file, the shard first. */
    private List<Path> directories(Path file) {
        List<Path> directories = new ArrayList<>();
        for (int count = root.getNameCount() + 1; count < file.getNameCount(); count++) {
            directories.add(root.resolve(file.subpath(root.getNameCount(), count)));
        }
        return directories;
    }
}
