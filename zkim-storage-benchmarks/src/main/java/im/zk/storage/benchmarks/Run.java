package im.zk.storage.benchmarks;

import im.zk.storage.benchmarks.measure.Result;
import im.zk.storage.benchmarks.measure.Results;
import im.zk.storage.benchmarks.measure.Scale;
import im.zk.storage.benchmarks.store.Store;
import im.zk.storage.benchmarks.store.Stores;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of the benchmarks: its servers, which all parts share, and its results. */
final class Run {

    /** How much is measured. */
    final Scale scale;

    /** The name of the scale. */
    final String form;

    /** The names of the stores that are measured. */
    final List<String> stores;

    /** What was measured. */
    final Results results;

    private final Path work;
    private final Jvm jvm;
    private final Map<String, Store> found = new HashMap<>();

    /** A run that keeps its files in a directory. */
    Run(String form, List<String> stores, Path work) throws IOException {
        this.form = form;
        this.scale = Scale.of(form);
        this.stores = List.copyOf(stores);
        this.work = Files.createDirectories(work);
        this.jvm = new Jvm(work);
        this.results = new Results(work.resolve("measurements.tsv"));
        Files.deleteIfExists(results.file());
    }

    /** A store that is ready; its server is started when it is first asked for. */
    Store store(String name) throws Exception {
        Store store = found.get(name);
        if (store == null) {
            store = name.equals("directory")
                    ? Stores.directory(Files.createTempDirectory(work, "directory"))
                    : Stores.find(name);
            store.prepare();
            found.put(name, store);
        }
        return store;
    }

    /** Runs a program on a store in a JVM of its own. */
    void program(
            Store store, String name, List<String> options, Duration patience, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(options);
        store.whereabouts().forEach((property, value) -> all.add("-D" + property + "=" + value));
        jvm.run(name.replaceAll("[^A-Za-z0-9-]+", "-"), all, patience, program, arguments);
    }

    /** Removes what directories had in them. */
    void clean() throws IOException {
        Store directory = found.get("directory");
        if (directory != null) {
            Files.walkFileTree(Path.of(directory.endpoint()), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    /** What is measured of a store. */
    @FunctionalInterface
    interface Measurement {
        void of(Store store) throws Exception;
    }

    /** Measures a store; where that fails, the reason is a result. */
    void measure(String part, String store, String subject, String contender, Measurement measurement) {
        System.err.printf("%tT %s %s %s %s%n", System.currentTimeMillis(), part, store, subject, contender);
        try {
            measurement.of(store(store));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (Exception | LinkageError | AssertionError failure) {
            results.add(Result.failed(part, store, subject, contender, failure));
        }
    }
}
