package im.zk.storage.benchmarks.report;

import im.zk.storage.benchmarks.measure.Numbers;
import im.zk.storage.benchmarks.measure.Result;
import im.zk.storage.benchmarks.measure.Size;
import im.zk.storage.benchmarks.measure.Start;
import im.zk.storage.benchmarks.store.Offer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes the page about the start of a program, and the size of what it needs. */
final class StartReport {

    private final Figures figures;
    private final Path directory;

    StartReport(Figures figures, Path directory) {
        this.figures = figures;
        this.directory = directory;
    }

    void write() throws IOException {
        Page page = new Page();
        start(page);
        size(page);
        page.write(directory.resolve("start.md"));
    }

    private void start(Page page) throws IOException {
        page.heading(1, "Start and size")
                .paragraph(
                        "A fresh JVM opens the contender, sets a value of 1 KiB and gets it. Milliseconds, the median of some"
                                + " processes, which take turns; and the classes that this loads.")
                .picture("start.svg", "milliseconds from nothing to the first value")
                .table("store", "contender", "open", "first set", "first get", "together", "ours over it", "classes");
        Chart chart = new Chart("from nothing to the first value", "milliseconds");
        for (String store : figures.stores(Start.PART)) {
            List<Result> all = figures.measured(Start.PART, store);
            for (String contender :
                    all.stream().map(Result::contender).distinct().toList()) {
                page.row(
                        store,
                        contender,
                        Figures.plain(Numbers.median(numbers(all, contender, "open"))),
                        Figures.plain(Numbers.median(numbers(all, contender, "set"))),
                        Figures.plain(Numbers.median(numbers(all, contender, "get"))),
                        Figures.plain(Numbers.median(numbers(all, contender, "total"))),
                        contender.equals(Offer.OURS)
                                ? ""
                                : Figures.ratio(Numbers.ratios(
                                        numbers(all, Offer.OURS, "total"), numbers(all, contender, "total"))),
                        Figures.plain(Numbers.median(numbers(all, contender, "classes"))));
                chart.bar(
                        contender.equals(Offer.OURS) ? contender : "the service's client",
                        store,
                        Numbers.median(numbers(all, contender, "total")));
            }
        }
        page.endTable();
        chart.write(directory.resolve("start.svg"));
    }

    private void size(Page page) {
        page.heading(2, "What a backend adds to a program")
                .paragraph(
                        "The jars of the runtime class path of a program that has this artifact alone; for OpenDAL its jar and"
                                + " the native library for this system.")
                .table("artifact", "jars", "size", "its own jar");
        for (Result result : figures.measured(Size.PART)) {
            page.row(
                    result.contender(),
                    result.text("jars"),
                    Figures.bytes(result.number("bytes")),
                    Figures.bytes(result.number("own")));
        }
        page.endTable();
    }

    private static double[] numbers(List<Result> results, String contender, String name) {
        return results.stream()
                .filter(result -> result.contender().equals(contender))
                .mapToDouble(result -> result.number(name))
                .toArray();
    }
}
