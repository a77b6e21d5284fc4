package im.zk.storage.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a store's directory. */
final class StoredFiles {

    private StoredFiles() {}

    /** Every path below the directory, relative, with {@code /} between its parts. */
    static List<String> all(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> !path.equals(root))
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    /** The names in the folder of temporary files. */
    static List<String> temporary(Path root) throws IOException {
        Path folder = TemporaryFiles.folder(root);
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    /** The file of a key, whether it is there or not. */
    static Path of(Path root, String key) {
        return new ShardedDirectory(root, new LocalFiles(Durability.NO_SYNC)).file(key);
    }
}
