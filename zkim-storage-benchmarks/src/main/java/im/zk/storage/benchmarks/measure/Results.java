package im.zk.storage.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * A file to which results are added as they come, so that those of a process that dies are kept.
 *
 * @param file the file
 */
public record Results(Path file) {

    /** Adds a result. */
    public void add(Result result) {
        try {
            Files.writeString(file, result.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Adds what was measured of a contender. */
    public void add(String part, String store, String subject, String contender, Map<String, String> values) {
        add(new Result(part, store, subject, contender, values));
    }

    /** All results so far. */
    public List<Result> all() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Result::parse).toList()
                    : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
