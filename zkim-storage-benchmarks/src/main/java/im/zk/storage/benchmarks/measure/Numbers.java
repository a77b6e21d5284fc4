package im.zk.storage.benchmarks.measure;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** What is done with the figures of several rounds. */
public final class Numbers {

    private Numbers() {}

    /** The one in the middle, or the mean of the two there. */
    public static double median(double... numbers) {
        double[] sorted = DoubleStream.of(numbers).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Each of the first over that of the second of the same round. */
    public static double[] ratios(double[] over, double[] under) {
        double[] ratios = new double[Math.min(over.length, under.length)];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = over[round] / under[round];
        }
        return ratios;
    }

    /** A figure with three decimal places. */
    public static String text(double number) {
        return String.format(Locale.ROOT, "%.3f", number);
    }

    /** Figures as {@link Result#numbers} reads them. */
    public static String join(double... numbers) {
        return DoubleStream.of(numbers).mapToObj(Numbers::text).collect(Collectors.joining(","));
    }
}
