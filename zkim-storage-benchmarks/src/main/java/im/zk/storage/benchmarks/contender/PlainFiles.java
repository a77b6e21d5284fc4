package im.zk.storage.benchmarks.contender;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file for each key, written with {@code java.nio.file.Files}. */
public final class PlainFiles extends BlockingContender {

    private final Path directory;
    private final boolean forced;

    /**
     * Files in a directory that is there. Forced ones are written beside, forced to the device and moved into place, and the
     * directory is forced as well, as it takes to survive a power failure; others are written with a single call.
     */
    public PlainFiles(Path directory, boolean forced) {
        this.directory = directory;
        this.forced = forced;
    }

    @Override
    protected void put(String key, byte[] value) throws Exception {
        if (!forced) {
            Files.write(directory.resolve(key), value);
            return;
        }
        Path beside = directory.resolve(key + ".new");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(value);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(beside, directory.resolve(key), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    protected byte[] read(String key) throws Exception {
        return Files.readAllBytes(directory.resolve(key));
    }

    @Override
    protected boolean exists(String key) {
        return Files.exists(directory.resolve(key));
    }

    @Override
    protected void remove(String key) throws Exception {
        Files.delete(directory.resolve(key));
    }

    @Override
    protected void closeClient() {
        // Each call closes what it opens.
    }
}
