package im.zk.storage.benchmarks;

import im.zk.storage.benchmarks.measure.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a run must have measured, but for what others are known not to be able to do. */
final class Expected {

    /** Part, store and contender of a failure that is none of ours; a part or a store may be any. */
    private static final List<List<String>> KNOWN = List.of(
            // Signs requests as if the account stood in the host's name; Azurite has it in the path.
            List.of("", "azurite", "jclouds"),
            // Writes with files/write, which the node of the tests does not have.
            List.of("", "ipfs", "OpenDAL"),
            // Asks to go on in HTTP/2, which the route that counts requests passes on and then does not speak.
            List.of("requests", "rest", "JDK HttpClient"),
            // Does not list the keys of a table.
            List.of("listing", "postgresql", "OpenDAL"));

    /** What a part measures on every store. */
    private static final Map<String, Set<String>> MEASURED =
            Map.of("store", Set.of("throughput", "has"), "start", Set.of("start"));

    private Expected() {}

    /** Fails where something else failed, or nothing was measured. */
    static void check(List<Result> results, Set<String> stores, Set<String> parts) {
        List<String> wrong = new ArrayList<>();
        Set<String> missing =
                results.stream().filter(Expected::isSkipped).map(Result::store).collect(Collectors.toSet());
        missing.forEach(store -> System.err.println("There is no server for " + store + ": nothing is measured on it"));
        for (Result result : results) {
            if (result.failure() != null
                    && !isSkipped(result)
                    && KNOWN.stream().noneMatch(known -> fits(known, result))) {
                wrong.add(result.line());
            }
        }
        for (String part : parts) {
            for (String measured : MEASURED.getOrDefault(part, Set.of())) {
                stores.stream()
                        .filter(store -> !missing.contains(store))
                        .filter(store -> results.stream()
                                .noneMatch(result -> result.failure() == null
                                        && result.part().equals(measured)
                                        && result.store().equals(store)))
                        .forEach(store -> wrong.add("nothing measured: " + measured + " on " + store));
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("These benchmarks do not run:\n" + String.join("\n", wrong));
        }
        System.err.println(results.size() + " results, all that was expected");
    }

    /** Whether its server could not be had, which {@code CI=true} makes a failure. */
    private static boolean isSkipped(Result result) {
        return result.failure() != null && result.failure().contains("TestAbortedException");
    }

    private static boolean fits(List<String> known, Result result) {
        return (known.get(0).isEmpty() || known.get(0).equals(result.part()))
                && known.get(1).equals(result.store())
                && known.get(2).equals(result.contender());
    }
}
