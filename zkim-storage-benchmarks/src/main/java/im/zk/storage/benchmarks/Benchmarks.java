package im.zk.storage.benchmarks;

import im.zk.storage.benchmarks.measure.Size;
import im.zk.storage.benchmarks.report.Report;
import im.zk.storage.benchmarks.store.Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Runs the benchmarks: {@code full <directory of the project>} writes their tables and pictures into
 * {@code docs/benchmarks}; {@code quick <directory of the project>} writes nothing there, and fails where something
 * could not be measured that can be. The system properties {@code bench.parts} and {@code bench.stores} choose some
 * ({@code store,start}, {@code minio,ipfs}), and then the full form writes to {@code target/benchmarks/report} as well.
 */
public final class Benchmarks {

    /** What starts is measured first: a server under which much was stored, such as Azurite, answers the first call late. */
    private static final List<String> PARTS = List.of("start", "size", "store", "listing", "pending", "decorators");

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        String form = arguments[0];
        Path project = Path.of(arguments[1]).toAbsolutePath();
        Path work = project.resolve("zkim-storage-benchmarks/target/benchmarks");
        List<String> parts = chosen("bench.parts", PARTS);
        List<String> stores = chosen("bench.stores", Stores.NAMES);
        Run run = new Run(form, stores, work);
        boolean published = form.equals("full") && parts.equals(PARTS) && stores.equals(Stores.NAMES);
        Path report = published ? project.resolve("docs/benchmarks") : work.resolve("report");
        for (String part : parts) {
            part(part, run, project);
            // After each, so that what was measured is kept, whatever becomes of the rest.
            Report.write(run.results.all(), report);
        }
        run.clean();
        if (form.equals("quick")) {
            Expected.check(run.results.all(), Set.copyOf(stores), Set.copyOf(parts));
        }
        // Servers end with the JVM, which threads of their clients would keep.
        System.exit(0);
    }

    private static void part(String part, Run run, Path project) throws Exception {
        switch (part) {
            case "store" -> StorePart.run(run);
            case "listing" -> ListingPart.run(run);
            case "pending" -> PendingPart.run(run);
            case "start" -> StartPart.run(run);
            case "size" -> Size.run(project, run.results);
            case "decorators" -> DecoratorPart.run(run);
            default -> throw new IllegalArgumentException("There is no part " + part + ", only " + PARTS);
        }
    }

    private static List<String> chosen(String property, List<String> all) {
        String some = System.getProperty(property, "");
        return some.isBlank() ? all : List.of(some.split(","));
    }
}
