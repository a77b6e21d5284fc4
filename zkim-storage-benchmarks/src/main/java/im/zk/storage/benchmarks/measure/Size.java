package im.zk.storage.benchmarks.measure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How large the jars are that a program with one of the library's artifacts has, from the class paths that the build wrote. */
public final class Size {

    /** The name of the part. */
    public static final String PART = "size";

    private static final List<String> MODULES = List.of(
            "zkim-storage-api",
            "zkim-storage-file",
            "zkim-storage-s3",
            "zkim-storage-azure",
            "zkim-storage-gcs",
            "zkim-storage-jdbc",
            "zkim-storage-rest",
            "zkim-storage-ipfs",
            "zkim-storage-decorators");

    private Size() {}

    /** Measures the modules of a build. */
    public static void run(Path project, Results results) {
        for (String module : MODULES) {
            try {
                Path target = project.resolve(module).resolve("target");
                Path own;
                try (Stream<Path> files = Files.list(target)) {
                    own = files.filter(file ->
                                    file.getFileName().toString().matches(module + "-[0-9][^-]*(-SNAPSHOT)?\\.jar"))
                            .findFirst()
                            .orElseThrow(() -> new IOException("no jar of " + module + " was built"));
                }
                List<Path> others = jars(
                        Files.readString(target.resolve("runtime-classpath")).strip());
                add(module, Files.size(own), others, results);
            } catch (IOException failure) {
                results.add(Result.failed(PART, "", "size", module, failure));
            }
        }
        try {
            List<Path> openDal = jars(System.getProperty("java.class.path")).stream()
                    .filter(jar -> jar.getFileName().toString().startsWith("opendal-"))
                    .toList();
            add("opendal", 0, openDal, results);
        } catch (IOException failure) {
            results.add(Result.failed(PART, "", "size", "opendal", failure));
        }
    }

    private static void add(String artifact, long own, List<Path> others, Results results) throws IOException {
        long bytes = own;
        for (Path jar : others) {
            bytes += Files.size(jar);
        }
        results.add(
                PART,
                "",
                "size",
                artifact,
                Map.of(
                        "jars", String.valueOf(others.size() + (own == 0 ? 0 : 1)),
                        "bytes", String.valueOf(bytes),
                        "own", String.valueOf(own)));
    }

    private static List<Path> jars(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();
    }
}
