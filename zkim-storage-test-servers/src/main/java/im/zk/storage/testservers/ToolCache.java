package im.zk.storage.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * The folder of the user's in which installed servers stay: {@code ~/.cache/zkim-storage-test-servers}, or where the
 * system property {@code zkim.test.cache} says. Each is installed once, however many builds ask for it at the same time.
 */
final class ToolCache {

    private ToolCache() {}

    /** The folder of an installed tool; where it is not there yet the recipe fills a temporary one, which becomes it. */
    static Path install(String name, Consumer<Path> recipe) {
        Path installed = folder().resolve(name);
        if (Files.isDirectory(installed)) {
            return installed;
        }
        try {
            Files.createDirectories(folder());
            installLocked(installed, recipe);
            return installed;
        } catch (IOException failure) {
            throw new UncheckedIOException(name + " could not be installed into " + installed, failure);
        }
    }

    static Path folder() {
        String given = System.getProperty("zkim.test.cache", "");
        return given.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "zkim-storage-test-servers")
                : Path.of(given).toAbsolutePath();
    }

    /** The lock is held against other processes by the file, and within this one by the class. */
    private static synchronized void installLocked(Path installed, Consumer<Path> recipe) throws IOException {
        Path lockFile = installed.resolveSibling(installed.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && Files.isDirectory(installed)) {
                return;
            }
            Path unfinished = installed.resolveSibling(installed.getFileName() + ".unfinished");
            TemporaryDirectory.remove(unfinished);
            Files.createDirectory(unfinished);
            recipe.accept(unfinished);
            Files.move(unfinished, installed, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
