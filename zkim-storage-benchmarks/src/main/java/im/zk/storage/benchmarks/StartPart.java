package im.zk.storage.benchmarks;

import im.zk.storage.benchmarks.measure.Start;
import im.zk.storage.benchmarks.store.Offer;
import im.zk.storage.benchmarks.store.Offer.Side;
import im.zk.storage.benchmarks.store.Store;
import java.time.Duration;
import java.util.List;

/** The first calls in a fresh JVM, of ours and of the service's client by turns. */
final class StartPart {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private StartPart() {}

    static void run(Run run) {
        for (int round = 0; round < run.scale.starts(); round++) {
            for (String name : run.stores) {
                run.measure(Start.PART, name, "all", "all", store -> {
                    for (Offer offer : store.offers()) {
                        if (offer.side() == Side.OURS || offer.side() == Side.CLIENT) {
                            start(run, store, offer.name());
                        }
                    }
                });
            }
        }
    }

    private static void start(Run run, Store store, String contender) {
        run.measure(
                Start.PART,
                store.name(),
                "start",
                contender,
                same -> run.program(
                        same,
                        String.join("-", Start.PART, store.name(), contender),
                        List.of(),
                        PATIENCE,
                        Start.class,
                        store.name(),
                        contender,
                        run.results.file().toString()));
    }
}
