package im.zk.storage.benchmarks.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one contender: a line of a file, so that it can be passed from one process to another and kept.
 *
 * @param part the kind of measurement
 * @param store the store's name
 * @param subject what was done
 * @param contender who did it
 * @param values the figures by name; {@code failed} has a reason in their place
 */
public record Result(String part, String store, String subject, String contender, Map<String, String> values) {

    private static final String FAILED = "failed";
    private static final int LONGEST_REASON = 160;

    /** Copies the map, in its order. */
    public Result {
        values = new LinkedHashMap<>(values);
    }

    /** A contender that could not be measured. */
    public static Result failed(String part, String store, String subject, String contender, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = String.valueOf(root).lines().findFirst().orElse("").replaceAll("[\\s|]+", " ");
        return new Result(part, store, subject, contender, Map.of(FAILED, shorten(reason)));
    }

    /** Reads what {@link #line()} gives. */
    public static Result parse(String line) {
        List<String> cells = List.of(line.split("\t", -1));
        Map<String, String> values = new LinkedHashMap<>();
        cells.subList(4, cells.size())
                .forEach(cell -> values.put(cell.replaceAll("=.*", ""), cell.replaceFirst("[^=]*=", "")));
        return new Result(cells.get(0), cells.get(1), cells.get(2), cells.get(3), values);
    }

    /** This as a line: cells between tabs. */
    public String line() {
        return Stream.concat(
                        Stream.of(part, store, subject, contender),
                        values.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()))
                .map(cell -> cell.replaceAll("\\s+", " "))
                .collect(Collectors.joining("\t"));
    }

    /** Why it could not be measured; null if it was. */
    public @Nullable String failure() {
        return values.get(FAILED);
    }

    /** A figure. */
    public double number(String name) {
        return Double.parseDouble(text(name));
    }

    /** A figure of each round. */
    public double[] numbers(String name) {
        return Stream.of(text(name).split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    /** A figure as it was written. */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("There is no " + name + " in " + this);
        }
        return value;
    }

    private static String shorten(String reason) {
        return reason.length() <= LONGEST_REASON
                ? reason
                : reason.substring(0, LONGEST_REASON / 3) + " … " + reason.substring(reason.length() - LONGEST_REASON);
    }
}
