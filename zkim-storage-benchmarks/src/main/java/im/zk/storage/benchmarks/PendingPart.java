package im.zk.storage.benchmarks;

import im.zk.storage.benchmarks.measure.Pending;
import im.zk.storage.benchmarks.store.Offer;
import im.zk.storage.benchmarks.store.Offer.Side;
import im.zk.storage.benchmarks.store.Store;
import im.zk.storage.tck.StalledServer;
import java.time.Duration;
import java.util.List;

/** Many calls at a time on a server that never answers. */
final class PendingPart {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private PendingPart() {}

    static void run(Run run) throws Exception {
        for (String name : run.stores) {
            if (name.equals("directory")) {
                continue;
            }
            run.measure(Pending.PART, name, "all", "all", store -> {
                for (Offer offer : store.offers()) {
                    if (offer.side() == Side.OURS || offer.side() == Side.CLIENT) {
                        for (int count : run.scale.pending()) {
                            leave(run, store, offer.name(), count);
                        }
                    }
                }
            });
        }
    }

    private static void leave(Run run, Store store, String contender, int count) {
        run.measure(Pending.PART, store.name(), String.valueOf(count), contender, same -> {
            try (StalledServer server = new StalledServer()) {
                run.program(
                        same,
                        String.join("-", Pending.PART, store.name(), contender, String.valueOf(count)),
                        List.of("-Xmx1g"),
                        PATIENCE,
                        Pending.class,
                        store.name(),
                        contender,
                        String.valueOf(count),
                        String.valueOf(run.scale.watched().toMillis()),
                        String.valueOf(server.port()),
                        run.results.file().toString());
            }
        });
    }
}
