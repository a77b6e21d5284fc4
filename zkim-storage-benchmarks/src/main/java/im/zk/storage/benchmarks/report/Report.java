package im.zk.storage.benchmarks.report;

import im.zk.storage.benchmarks.measure.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes all tables and pictures of a run, and what they were made from. */
public final class Report {

    private Report() {}

    /** Writes into a directory what was measured so far. */
    public static void write(List<Result> results, Path directory) throws IOException {
        Files.createDirectories(directory);
        Figures figures = new Figures(results);
        new ThroughputReport(figures, directory).write();
        new OtherReports(figures, directory).write();
        new StartReport(figures, directory).write();
        first(figures).write(directory.resolve("README.md"));
        Files.write(
                directory.resolve("measurements.tsv"),
                results.stream().map(Result::line).toList());
    }

    private static Page first(Figures figures) throws IOException {
        Page page = new Page()
                .heading(1, "Benchmarks")
                .paragraph(
                        "Made by one command ([how](../../CONTRIBUTING.md#benchmarks)), and not by hand. Every figure"
                                + " compares what was measured in one run on one server: the contenders take turns, round by round, after"
                                + " five seconds of each operation for the JIT compiler and a warm-up before each point, all in one JVM for each store. Server and contenders share the machine. The servers are those of the tests:"
                                + " MinIO, Azurite, fake-gcs-server, PostgreSQL, which flushes what it commits, this library's REST server over memory, and an IPFS node;"
                                + " what they make of a call is in each figure, so ratios are nearer to 1 than those of the clients alone.")
                .paragraph(
                        "`zkim-storage` is this library's backend as it comes (the directory without forcing to the device, as its peers;"
                                + " forced it stands beside). The service's client is used as its documentation shows, and so are"
                                + " Apache OpenDAL and Apache jclouds; blocking ones have a thread for each caller, up to 64. Values are read"
                                + " with OpenDAL's blocking operator: its asynchronous one keeps every value that it has read on the heap, until that is full.")
                .paragraph(
                        "Fewer points are measured on Azurite, fake-gcs-server, REST and IPFS, and 16 MiB with 64 callers on the directory alone;"
                                + " `clear` has 2,000 objects on the two emulators, and so have `clear` and batches of a server that is 5 ms away; they are measured once, in PostgreSQL on the same machine three times. Each contender is measured in"
                                + " five rounds of a quarter of a second; in as few as two where a round takes seconds.");
        page.paragraph("- " + String.join("\n- ", Machine.describe()));
        page.paragraph(
                "[`set` and `get`](throughput.md) · [`has`](has.md) · [`clear` and batches](bulk.md) · [listing](listing.md)"
                        + " · [calls in flight](pending.md) · [start and size](start.md) · [all figures](measurements.tsv)");
        new Goals(figures).write(page);
        failures(figures, page);
        return page;
    }

    private static void failures(Figures figures, Page page) {
        List<String> failures = figures.failures();
        if (failures.isEmpty()) {
            return;
        }
        page.heading(2, "What could not be measured").table("part", "store", "contender", "why");
        page.paragraph(String.join("\n", failures));
    }
}
