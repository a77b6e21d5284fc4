package im.zk.storage.benchmarks.report;

import im.zk.storage.benchmarks.measure.Bulk;
import im.zk.storage.benchmarks.measure.Numbers;
import im.zk.storage.benchmarks.measure.Presence;
import im.zk.storage.benchmarks.measure.Result;
import im.zk.storage.benchmarks.measure.Throughput;
import im.zk.storage.benchmarks.store.Offer;
import im.zk.storage.benchmarks.store.Offer.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is aimed at, and how far it is reached. */
final class Goals {

    private static final double OVER_CLIENT = 1.15;
    private static final double OVER_ONE_BY_ONE = 20;
    private static final double OVER_ONE_BY_ONE_IN_S3 = 5;

    private final Figures figures;

    Goals(Figures figures) {
        this.figures = figures;
    }

    /** Adds the tables. */
    void write(Page page) {
        throughput(page);
        page.heading(2, "Other goals").table("what", "store", "goal", "measured", "met");
        bulk(page);
        has(page);
        page.endTable();
    }

    private void throughput(Page page) {
        page.heading(2, "Goals of `set` and `get`")
                .paragraph("Over the service's own client at least " + OVER_CLIENT
                        + " ×, and over the better of OpenDAL and jclouds at"
                        + " least 1 × for 1 KiB, 1.2 × for 64 KiB and 2 × from 1 MiB on. The medians of all numbers of callers,"
                        + " the smallest and the largest of them, and how many reach the goal.")
                .table("store", "operation", "value", "over the client", "met", "over the better library", "met");
        Map<String, List<Result>> groups = new LinkedHashMap<>();
        figures.measured(Throughput.PART).stream()
                .filter(result -> result.contender().equals(Offer.OURS))
                .forEach(result -> groups.computeIfAbsent(
                                result.store() + " " + result.subject().replaceFirst(" \\d+$", ""),
                                first -> new ArrayList<>())
                        .add(result));
        groups.forEach((name, ours) -> {
            String[] parts = name.split(" ", -1);
            double size = Double.parseDouble(parts[2]);
            double[] client = over(ours, Side.CLIENT);
            double[] library = over(ours, Side.LIBRARY);
            page.row(
                    parts[0],
                    parts[1],
                    Figures.bytes(size),
                    client.length == 0 ? "" : Figures.ratio(client),
                    met(client, OVER_CLIENT),
                    library.length == 0 ? "" : Figures.ratio(library),
                    met(library, overLibrary(size)));
        });
        page.endTable();
    }

    private static double overLibrary(double size) {
        if (size < (64 << 10)) {
            return 1;
        }
        return size < (1 << 20) ? 1.2 : 2;
    }

    private static String met(double[] ratios, double goal) {
        long met = Arrays.stream(ratios).filter(ratio -> ratio >= goal).count();
        return ratios.length == 0 ? "" : met + " of " + ratios.length;
    }

    /** At each point, the median of the rounds of ours over the best of a side. */
    private double[] over(List<Result> ours, Side side) {
        return ours.stream()
                .flatMap(result -> best(result, side).stream()
                        .map(best -> Numbers.median(Numbers.ratios(result.numbers("rates"), best))))
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private Optional<double[]> best(Result ours, Side side) {
        return figures.measured(Throughput.PART, ours.store()).stream()
                .filter(result -> result.subject().equals(ours.subject())
                        && result.text("side").equals(side.name()))
                .map(result -> result.numbers("rates"))
                .reduce(Goals::larger);
    }

    private static double[] larger(double[] one, double[] other) {
        double[] larger = new double[Math.min(one.length, other.length)];
        Arrays.setAll(larger, round -> Math.max(one[round], other[round]));
        return larger;
    }

    private void bulk(Page page) {
        for (Result result : figures.measured(Bulk.PART)) {
            boolean s3Batch =
                    result.store().equals("minio") && !result.subject().startsWith("clear");
            row(
                    page,
                    result.subject() + " over the guide's way",
                    result.store(),
                    s3Batch ? OVER_ONE_BY_ONE_IN_S3 : OVER_ONE_BY_ONE,
                    Numbers.ratios(result.numbers("guide"), result.numbers("ours")));
        }
    }

    private void has(Page page) {
        figures.measured(Presence.PART).stream()
                .filter(result -> result.contender().equals(Offer.OURS))
                .forEach(result -> page.row(
                        "`has` of a large value over a small one",
                        result.store(),
                        "1.0, and 1.1 at most",
                        Figures.ratio(Numbers.ratios(result.numbers("large"), result.numbers("small"))),
                        Numbers.median(Numbers.ratios(result.numbers("large"), result.numbers("small"))) <= 1.1
                                ? "yes"
                                : "no"));
    }

    private static void row(Page page, String goal, String store, double least, double[] ratios) {
        page.row(
                goal,
                store,
                "at least " + Figures.plain(least) + " ×",
                Figures.ratio(ratios),
                Numbers.median(ratios) >= least ? "yes" : "no");
    }
}
