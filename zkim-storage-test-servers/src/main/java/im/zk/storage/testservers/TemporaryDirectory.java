package im.zk.storage.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories that are removed with all that is in them. */
final class TemporaryDirectory {

    private TemporaryDirectory() {}

    static Path create(String name) {
        try {
            return Files.createTempDirectory("zkim-test-" + name + "-");
        } catch (IOException failure) {
            throw new UncheckedIOException("No temporary directory could be made for " + name, failure);
        }
    }

    /** Removes a directory; one that is gone already is no error. */
    static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(directory)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("Not removed: " + directory, failure);
        }
    }
}
