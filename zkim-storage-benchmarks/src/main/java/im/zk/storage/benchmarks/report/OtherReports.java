package im.zk.storage.benchmarks.report;

import im.zk.storage.benchmarks.measure.Bulk;
import im.zk.storage.benchmarks.measure.Listing;
import im.zk.storage.benchmarks.measure.Numbers;
import im.zk.storage.benchmarks.measure.Pending;
import im.zk.storage.benchmarks.measure.Presence;
import im.zk.storage.benchmarks.measure.Result;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the pages about {@code has}, bulk operations, listings and pending calls. */
final class OtherReports {

    private final Figures figures;
    private final Path directory;

    OtherReports(Figures figures, Path directory) {
        this.figures = figures;
        this.directory = directory;
    }

    void write() throws IOException {
        has();
        bulk();
        listing();
        pending();
    }

    private void has() throws IOException {
        Page page = new Page()
                .heading(1, "`has`")
                .paragraph(
                        "The time of `has` of a value of 64 MiB over that of `has` of a value of 1 KiB: 1 where nothing of the"
                                + " value is transferred. One caller, the median of the rounds with the smallest and the largest.")
                .table("store", "contender", "1 KiB, µs", "64 MiB, µs", "64 MiB over 1 KiB");
        for (Result result : figures.measured(Presence.PART)) {
            double[] small = result.numbers("small");
            double[] large = result.numbers("large");
            page.row(
                    result.store(),
                    result.contender(),
                    Figures.plain(Numbers.median(small)),
                    Figures.plain(Numbers.median(large)),
                    Figures.ratio(Numbers.ratios(large, small)));
        }
        page.endTable().write(directory.resolve("has.md"));
    }

    private void bulk() throws IOException {
        Page page = new Page()
                .heading(1, "`clear` and batches")
                .paragraph(
                        "The guide's way is to list the keys and delete each, or to set, get and delete one key after another;"
                                + " here it is done with the same backend, so that only the way differs. Values of 1 KiB, one caller."
                                + " \"5 ms away\": what the server answers passes Toxiproxy and arrives 5 ms later, as from another machine.")
                .picture("bulk.svg", "the guide's way over the backend's, in seconds")
                .table("store", "operation and keys", "the guide's way, s", "ours, s", "the guide's way over ours");
        Chart chart = new Chart("clear and batches", "the guide's way over ours").logarithmic();
        for (Result result : figures.measured(Bulk.PART)) {
            double[] guide = result.numbers("guide");
            double[] ours = result.numbers("ours");
            page.row(
                    result.store(),
                    result.subject(),
                    Figures.plain(Numbers.median(guide)),
                    Numbers.text(Numbers.median(ours)),
                    Figures.ratio(Numbers.ratios(guide, ours)));
            chart.bar(result.store(), result.subject(), Numbers.median(Numbers.ratios(guide, ours)));
        }
        chart.write(directory.resolve("bulk.svg"));
        page.endTable().write(directory.resolve("bulk.md"));
    }

    private void listing() throws IOException {
        Page page = new Page()
                .heading(1, "Listing")
                .paragraph(
                        "Each listing runs in a JVM of its own with a heap of 64 MiB (`-Xmx64m`), opening included. `listKeys` goes"
                                + " page by page, `keys` gives all keys in one list, as the guide's backends do, and OpenDAL's `list`"
                                + " gives all entries in one list. What ran out of memory stands on the [first page](README.md).")
                .picture("listing.svg", "seconds of a listing")
                .table("store", "keys", "way", "s", "µs a key", "largest heap after a collection");
        Chart chart = new Chart("listing", "seconds").logarithmic();
        for (Result result : figures.measured(Listing.PART)) {
            double seconds = result.number("seconds");
            page.row(
                    result.store(),
                    String.format(java.util.Locale.ROOT, "%,d", Long.parseLong(result.subject())),
                    result.contender(),
                    Figures.plain(seconds),
                    Figures.plain(seconds * 1e6 / Long.parseLong(result.subject())),
                    Figures.bytes(result.number("heap")));
            chart.bar(result.contender(), result.store() + ", " + result.subject(), seconds);
        }
        chart.write(directory.resolve("listing.svg"));
        page.endTable().write(directory.resolve("listing.md"));
    }

    private void pending() throws IOException {
        Page page = new Page()
                .heading(1, "Calls in flight")
                .paragraph(
                        "So many `get`s at a time on a server that takes connections and never answers; in PostgreSQL on a table"
                                + " that another session has locked. Threads and heap are those beyond what the open client had before the"
                                + " calls, after two seconds; \"refused\" are calls that had failed by then.")
                .table(
                        "store",
                        "contender",
                        "calls",
                        "threads more",
                        "heap more",
                        "heap a call",
                        "refused",
                        "s to make the calls");
        for (Result result : figures.measured(Pending.PART)) {
            page.row(
                    result.store(),
                    result.contender(),
                    result.subject(),
                    result.text("threads"),
                    Figures.bytes(result.number("heap")),
                    Figures.bytes(result.number("heap") / Long.parseLong(result.subject())),
                    result.text("refused"),
                    result.text("seconds"));
        }
        page.endTable().write(directory.resolve("pending.md"));
    }
}
