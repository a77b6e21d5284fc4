package im.zk.storage.benchmarks.report;

import im.zk.storage.benchmarks.measure.Numbers;
import im.zk.storage.benchmarks.measure.Requests;
import im.zk.storage.benchmarks.measure.Result;
import im.zk.storage.benchmarks.measure.Throughput;
import im.zk.storage.benchmarks.store.Offer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes {@code throughput.md}, and for each store a picture of {@code set} and one of {@code get}. */
final class ThroughputReport {

    private final Figures figures;
    private final Path directory;
    private final Page page = new Page();

    ThroughputReport(Figures figures, Path directory) {
        this.figures = figures;
        this.directory = directory;
    }

    void write() throws IOException {
        page.heading(1, "`set` and `get`")
                .paragraph(
                        "Each caller waits for the answer to a call before it makes the next. \"Ours over it\" is the calls per"
                                + " second of `" + Offer.OURS
                                + "` over those of the contender in the same round, the median of the"
                                + " rounds with the smallest and the largest. CPU is the processor time of the JVM for a call, native code,"
                                + " compiler and collector included; what the server spends on the same processor is not in it. Bytes are those that a call"
                                + " allocates on the JVM's heap; OpenDAL's are for the most part outside of it.");
        for (String store : figures.stores(Throughput.PART)) {
            store(store);
        }
        page.write(directory.resolve("throughput.md"));
    }

    private void store(String store) throws IOException {
        page.heading(2, store);
        for (String action : List.of("set", "get")) {
            String file = "throughput-" + store + "-" + action + ".svg";
            chart(store, action).write(directory.resolve(file));
            page.picture(file, action + " on " + store + ", calls per second of each contender over ours");
        }
        page.table(
                "operation",
                "value",
                "callers",
                "contender",
                "calls/s",
                "ours over it",
                "p50 ms",
                "p99 ms",
                "CPU µs/call",
                "bytes/call");
        for (Result result : figures.measured(Throughput.PART, store)) {
            String[] subject = result.subject().split(" ", -1);
            page.row(
                    subject[0],
                    Figures.bytes(Double.parseDouble(subject[1])),
                    subject[2],
                    result.contender(),
                    Figures.plain(Numbers.median(result.numbers("rates"))),
                    overIt(result),
                    result.text("p50"),
                    result.text("p99"),
                    Figures.plain(result.number("cpu")),
                    Figures.bytes(result.number("allocated")));
        }
        page.endTable();
        requests(store);
    }

    private String overIt(Result result) {
        return result.contender().equals(Offer.OURS)
                ? ""
                : figures.beside(result, Offer.OURS)
                        .map(ours -> Figures.ratio(Numbers.ratios(ours.numbers("rates"), result.numbers("rates"))))
                        .orElse("");
    }

    private Chart chart(String store, String action) {
        Chart chart = new Chart(
                action + " on " + store, "calls per second over ours, by size of value and number of callers");
        figures.measured(Throughput.PART, store).stream()
                .filter(result -> result.subject().startsWith(action + " "))
                .filter(result -> !result.text("side").equals(Offer.Side.VARIANT.name()))
                .forEach(result -> figures.beside(result, Offer.OURS)
                        .ifPresent(ours -> chart.bar(
                                result.contender(),
                                group(result.subject().split(" ", -1)),
                                Numbers.median(Numbers.ratios(result.numbers("rates"), ours.numbers("rates"))))));
        return chart;
    }

    private static String group(String[] subject) {
        return Figures.bytes(Double.parseDouble(subject[1])) + ", " + subject[2];
    }

    private void requests(String store) {
        List<Result> counts = figures.measured(Requests.PART, store);
        if (counts.isEmpty()) {
            return;
        }
        page.paragraph("Requests of a call:").table("value", "contender", "set", "get", "has", "delete");
        for (Result count : counts) {
            page.row(Stream.concat(
                            Stream.of(Figures.bytes(Double.parseDouble(count.subject())), count.contender()),
                            Stream.of("set", "get", "has", "delete").map(count::text))
                    .toArray(String[]::new));
        }
        page.endTable();
    }
}
