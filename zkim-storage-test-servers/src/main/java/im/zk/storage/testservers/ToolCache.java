package im.zk.storage.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
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
        once(name, () -> Files.isDirectory(installed), () -> {
            Path unfinished = installed.resolveSibling(name + ".unfinished");
            TemporaryDirectory.remove(unfinished);
            Files.createDirectory(unfinished);
            recipe.accept(unfinished);
            Files.move(unfinished, installed, StandardCopyOption.ATOMIC_MOVE);
        });
        return installed;
    }

    /** Installs something unless it is there, while no other build on this machine installs it. */
    static void once(String name, BooleanSupplier there, Installation installation) {
        if (there.getAsBoolean()) {
            return;
        }
        try {
            Files.createDirectories(folder());
            lockAndInstall(folder().resolve(name + ".lock"), there, installation);
        } catch (IOException failure) {
            throw new UncheckedIOException(name + " could not be installed into " + folder(), failure);
        }
    }

    /** What is done to install something. */
    @FunctionalInterface
    interface Installation {
        void run() throws IOException;
    }

    static Path folder() {
        String given = System.getProperty("zkim.test.cache", "");
        return given.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "zkim-storage-test-servers")
                : Path.of(given).toAbsolutePath();
    }

    /** The lock is held against other processes by the file, and within this one by the class. */
    private static synchronized void lockAndInstall(Path lockFile, BooleanSupplier there, Installation installation)
            throws IOException {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !there.getAsBoolean()) {
                installation.run();
            }
        }
    }
}
