package im.zk.storage.examples;

import im.zk.storage.BackendCheck;
import im.zk.storage.CheckReport;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.file.FileStorageBackend;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Stores files in any backend, reads them back and compares: the main job of a storage library on real input.
 *
 * <p>Arguments: a file or a folder, and optionally a storage URI; {@code --check} in place of a file only checks the
 * storage. Ends with 0 where everything came back as it was, with 1 where something did not or could not be stored, with 2
 * for wrong arguments.
 */
public final class StoreFiles {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    private static final String USAGE = """
            Usage: StoreFiles <file or folder> [<storage URI>]
                   StoreFiles --check [<storage URI>]
              Stores every file under its path relative to the folder, reads everything back, compares SHA-256 and
              lists the keys. With --check, it writes, reads, lists and deletes keys of its own and says what is wrong
              and what to change. The storage URI is like file:///var/data or memory: ; without one it is file:zkim-store,
              a directory here.
            """;

    private static final String CHECK = "--check";

    private final PrintStream out;
    private final PrintStream err;

    StoreFiles(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new StoreFiles(System.out, System.err).run(List.of(arguments)));
    }

    /** Runs the program; what it returns is the exit code. */
    int run(List<String> arguments) {
        if (arguments.isEmpty() || arguments.size() > 2) {
            err.print(USAGE);
            return WRONG_ARGUMENTS;
        }
        String first = arguments.get(0);
        if (first.startsWith("-") && !first.equals(CHECK)) {
            err.print(USAGE);
            return WRONG_ARGUMENTS;
        }
        String uri = arguments.size() == 2 ? arguments.get(1) : "file:zkim-store";
        try {
            return first.equals(CHECK) ? check(uri) : store(first, uri);
        } catch (InvalidPathException noPath) {
            err.println("That is not a path: " + noPath.getMessage());
            err.print(USAGE);
            return WRONG_ARGUMENTS;
        } catch (ServiceException failure) {
            err.println(failure);
            return failure.kind() == ErrorKind.INVALID_CONFIG ? WRONG_ARGUMENTS : FAILED;
        } catch (IOException failure) {
            err.println("A file could not be read: " + failure);
            return FAILED;
        }
    }

    private int check(String uri) {
        try (StorageBackend storage = StorageBackends.create(uri)) {
            // snippet: check
            CheckReport report = BackendCheck.run(storage).join();
            out.print(report);
            return report.passed() ? DONE : FAILED;
            // end
        }
    }

    private int store(String path, String uri) throws IOException {
        Path source = Path.of(path).toAbsolutePath().normalize();
        if (!Files.exists(source)) {
            err.println("There is no file or folder " + source + ".");
            err.print(USAGE);
            return WRONG_ARGUMENTS;
        }
        try (StorageBackend storage = StorageBackends.create(uri)) {
            return store(source, storage);
        }
    }

    /** Stores, reads back, compares and lists. */
    int store(Path source, StorageBackend storage) throws IOException {
        SortedMap<String, Path> files = files(source, storage);
        Transfer transfer = new Transfer(storage, out);
        try {
            List<String> wrong = new ArrayList<>(transfer.readBack(transfer.store(files)));
            TreeSet<String> unlisted = new TreeSet<>(files.keySet());
            StorageBackends.forEachKey(storage, KeyQuery.all(), unlisted::remove)
                    .join();
            out.printf("Listed %,d of these keys.%n", files.size() - unlisted.size());
            unlisted.forEach(key -> wrong.add(key + " (not listed)"));
            wrong.forEach(key -> err.println("Did not come back as it was stored: " + key));
            out.println(wrong.isEmpty() ? "Every SHA-256 is the same." : wrong.size() + " files are not the same.");
            return wrong.isEmpty() ? DONE : FAILED;
        } catch (CompletionException failure) {
            err.println();
            err.println(failure.getCause());
            return FAILED;
        }
    }

    /** Every file by its key, the path relative to the folder. Links are not followed, the store itself is left out. */
    private static SortedMap<String, Path> files(Path source, StorageBackend storage) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        Path folder = Files.isDirectory(source) ? source : source.resolveSibling("");
        try (Stream<Path> walk = Files.walk(source)) {
            walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path ->
                            !(storage instanceof FileStorageBackend store && path.startsWith(store.directory())))
                    .forEach(
                            path -> files.put(folder.relativize(path).toString().replace('\\', '/'), path));
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        return files;
    }
}
