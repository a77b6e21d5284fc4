package im.zk.storage.benchmarks.measure;

import im.zk.storage.benchmarks.contender.Contender;
import im.zk.storage.benchmarks.measure.Scale.Point;
import im.zk.storage.benchmarks.store.Offer;
import im.zk.storage.benchmarks.store.Offer.Side;
import im.zk.storage.benchmarks.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/** {@code set} and {@code get} of values of many sizes by many callers; the contenders take turns. */
public final class Throughput {

    /** The name of the part. */
    public static final String PART = "throughput";

    /** Large values of many callers take longer than a round is to last: then there are fewer rounds. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private static final int FEWEST_ROUNDS = 2;

    private static final int COMPILING_CALLERS = 16;

    private final Store store;
    private final Scale scale;
    private final Results results;

    /** Measures a store. */
    public Throughput(Store store, Scale scale, Results results) {
        this.store = store;
        this.scale = scale;
        this.results = results;
    }

    /** Measures all points of the store. */
    public void run() {
        compile();
        for (Point point : scale.points(store.name())) {
            run(point);
        }
    }

    /**
     * Before the first point, until most of the code is compiled: a client of a Java library takes seconds for that, native
     * code none, and what is compared is what a program that runs for longer has of them.
     */
    private void compile() {
        try (Field field = field(1);
                Load load = new Load(COMPILING_CALLERS, value(1024))) {
            for (Action action : Action.values()) {
                field.each("warm up", (offer, contender) -> load.run(contender, action, scale.compiling()));
            }
        }
    }

    private void run(Point point) {
        byte[] value = value(point.size());
        try (Field field = field(point.callers());
                Load load = new Load(point.callers(), value)) {
            field.each(subject("set", point), (offer, contender) -> prime(contender, load.keys(), value));
            for (Action action : Action.values()) {
                run(action, point, field, load);
            }
            field.each(subject("delete", point), (offer, contender) -> {
                for (String key : load.keys()) {
                    contender.delete(key).join();
                }
            });
        }
    }

    private void run(Action action, Point point, Field field, Load load) {
        String subject = subject(action.toString(), point);
        field.each(subject, (offer, contender) -> load.run(contender, action, scale.warmUp()));
        Map<Offer, List<Sample>> samples = new LinkedHashMap<>();
        long start = System.nanoTime();
        int done = 0;
        while (done < scale.rounds() && (done < FEWEST_ROUNDS || System.nanoTime() - start < PATIENCE.toNanos())) {
            done++;
            field.each(
                    subject,
                    (offer, contender) -> samples.computeIfAbsent(offer, first -> new ArrayList<>())
                            .add(load.run(contender, action, scale.round())));
        }
        int all = done;
        samples.forEach((offer, rounds) -> {
            if (rounds.size() == all) {
                results.add(PART, store.name(), subject, offer.name(), figures(offer, rounds));
            }
        });
    }

    private Field field(int callers) {
        List<Offer> offers = store.offers().stream()
                .filter(offer -> callers == 1 || offer.side() != Side.VARIANT)
                .toList();
        return new Field(PART, store.name(), offers, results);
    }

    private static void prime(Contender contender, List<String> keys, byte[] value) {
        CompletableFuture.allOf(
                        keys.stream().map(key -> contender.set(key, value)).toArray(CompletableFuture[]::new))
                .join();
        if (!Arrays.equals(contender.get(keys.get(0)).join(), value)) {
            throw new IllegalStateException("get gave another value than was set");
        }
    }

    private static Map<String, String> figures(Offer offer, List<Sample> rounds) {
        Histogram latencies = new Histogram(3);
        rounds.forEach(round -> latencies.add(round.latencies()));
        long calls = Math.max(1, latencies.getTotalCount());
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("side", offer.side().name());
        figures.put("calls", String.valueOf(latencies.getTotalCount()));
        figures.put(
                "rates", Numbers.join(rounds.stream().mapToDouble(Sample::rate).toArray()));
        figures.put("p50", Numbers.text(latencies.getValueAtPercentile(50) / 1000.0));
        figures.put("p99", Numbers.text(latencies.getValueAtPercentile(99) / 1000.0));
        figures.put(
                "cpu", Numbers.text(rounds.stream().mapToLong(Sample::cpuNanos).sum() / 1000.0 / calls));
        figures.put(
                "allocated",
                String.valueOf(rounds.stream().mapToLong(Sample::allocated).sum() / calls));
        return figures;
    }

    private static String subject(String action, Point point) {
        return action + " " + point.size() + " " + point.callers();
    }

    static byte[] value(int size) {
        byte[] value = new byte[size];
        new Random(size).nextBytes(value);
        return value;
    }
}
