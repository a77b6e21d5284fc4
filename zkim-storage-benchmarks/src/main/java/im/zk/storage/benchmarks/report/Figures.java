package im.zk.storage.benchmarks.report;

import im.zk.storage.benchmarks.measure.Numbers;
import im.zk.storage.benchmarks.measure.Result;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The results of a run, and how they are written.
 *
 * @param results the results
 */
record Figures(List<Result> results) {

    /** Those of a part that were measured. */
    List<Result> measured(String part) {
        return results.stream()
                .filter(result -> result.part().equals(part) && result.failure() == null)
                .toList();
    }

    /** Those of a part and a store that were measured. */
    List<Result> measured(String part, String store) {
        return measured(part).stream()
                .filter(result -> result.store().equals(store))
                .toList();
    }

    /** The stores of which a part has results. */
    List<String> stores(String part) {
        return measured(part).stream().map(Result::store).distinct().toList();
    }

    /** That of another contender at the same. */
    Optional<Result> beside(Result result, String contender) {
        return results.stream()
                .filter(other -> other.failure() == null
                        && other.part().equals(result.part())
                        && other.store().equals(result.store())
                        && other.subject().equals(result.subject())
                        && other.contender().equals(contender))
                .findFirst();
    }

    /** All that could not be measured, each reason once. */
    List<String> failures() {
        return results.stream()
                .filter(result -> result.failure() != null)
                .map(result -> "| " + result.part() + " | " + result.store() + " | " + result.contender() + " | "
                        + Objects.toString(result.failure()) + " |")
                .distinct()
                .toList();
    }

    /** The median of ratios, with the smallest and the largest. */
    static String ratio(double... ratios) {
        if (ratios.length == 1) {
            return plain(ratios[0]) + " ×";
        }
        return plain(Numbers.median(ratios)) + " × ("
                + plain(DoubleStream.of(ratios).min().orElseThrow()) + " – "
                + plain(DoubleStream.of(ratios).max().orElseThrow()) + ")";
    }

    /** A figure with three digits that count. */
    static String plain(double number) {
        double size = Math.abs(number);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", number);
    }

    /** A number of bytes, such as {@code 64 KiB}. */
    static String bytes(double bytes) {
        if (Math.abs(bytes) < 1024) {
            return plain(bytes) + " B";
        }
        return Math.abs(bytes) < (1 << 20) ? whole(bytes / 1024) + " KiB" : whole(bytes / (1 << 20)) + " MiB";
    }

    private static String whole(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : plain(number);
    }
}
