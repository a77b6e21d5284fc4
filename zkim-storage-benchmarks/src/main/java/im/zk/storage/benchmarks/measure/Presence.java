package im.zk.storage.benchmarks.measure;

import im.zk.storage.benchmarks.contender.Contender;
import im.zk.storage.benchmarks.store.Offer;
import im.zk.storage.benchmarks.store.Offer.Side;
import im.zk.storage.benchmarks.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What {@code has} of a large value takes, over {@code has} of a small one, and the guide's way, which reads the value. */
public final class Presence {

    /** The name of the part. */
    public static final String PART = "has";

    private static final int SMALL = 1024;
    private static final int CALLS = 20;
    private static final int READS = 2;

    private Presence() {}

    /** Measures a store's contenders. */
    public static void run(Store store, Scale scale, Results results) {
        byte[] small = Throughput.value(SMALL);
        byte[] large = Throughput.value(scale.largest());
        List<Offer> offers = store.offers().stream()
                .filter(offer -> offer.side() != Side.VARIANT)
                .toList();
        Map<String, List<double[]>> times = new LinkedHashMap<>();
        try (Field field = new Field(PART, store.name(), offers, results)) {
            field.each("has", (offer, contender) -> {
                contender.set("small", small).join();
                contender.set("large", large).join();
                time(contender::has, "small", CALLS);
            });
            for (int round = 0; round < scale.rounds(); round++) {
                field.each("has", (offer, contender) -> {
                    add(times, offer.name(), contender::has, CALLS);
                    if (offer.side() == Side.CLIENT) {
                        add(times, offer.name() + ", reading the value as the guide does", contender::get, READS);
                    }
                });
            }
            field.each("delete", (offer, contender) -> delete(contender));
        }
        times.forEach((contender, rounds) -> {
            if (rounds.size() == scale.rounds()) {
                results.add(
                        PART,
                        store.name(),
                        "has",
                        contender,
                        Map.of("small", join(rounds, 0), "large", join(rounds, 1)));
            }
        });
    }

    private static void add(
            Map<String, List<double[]>> times, String name, Function<String, CompletableFuture<?>> call, int calls) {
        times.computeIfAbsent(name, first -> new ArrayList<>())
                .add(new double[] {time(call, "small", calls), time(call, "large", calls)});
    }

    private static void delete(Contender contender) {
        contender.delete("small").join();
        contender.delete("large").join();
    }

    /** Microseconds of a call, the median of some. */
    private static double time(Function<String, CompletableFuture<?>> call, String key, int calls) {
        double[] times = new double[calls];
        for (int number = 0; number < calls; number++) {
            long start = System.nanoTime();
            call.apply(key).join();
            times[number] = (System.nanoTime() - start) / 1e3;
        }
        return Numbers.median(times);
    }

    private static String join(List<double[]> rounds, int which) {
        return Numbers.join(rounds.stream().mapToDouble(round -> round[which]).toArray());
    }
}
