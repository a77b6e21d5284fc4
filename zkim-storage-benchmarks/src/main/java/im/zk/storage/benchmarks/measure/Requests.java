package im.zk.storage.benchmarks.measure;

import im.zk.storage.benchmarks.store.Store;
import im.zk.storage.testservers.FaultyRoute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** How many HTTP requests each operation takes, counted on the way to the server. */
public final class Requests {

    /** The name of the part. */
    public static final String PART = "requests";

    private static final String KEY = "object-0";

    private Requests() {}

    /** Counts the requests of a store's contenders, for a small value and a large one. */
    public static void run(Store store, Scale scale, Results results) {
        if (!store.http()) {
            return;
        }
        try (FaultyRoute route =
                FaultyRoute.to(store.endpoint().getHost(), store.endpoint().getPort())) {
            for (int size : scale.counted()) {
                byte[] value = Throughput.value(size);
                try (Field field = new Field(PART, store.name(), store.offers(route.endpoint()), results)) {
                    field.each(String.valueOf(size), (offer, contender) -> {
                        // What only the first call asks is no matter of each call.
                        contender.set(KEY, value).join();
                        Map<String, String> counts = new LinkedHashMap<>();
                        counts.put("set", count(route, () -> contender.set(KEY, value)));
                        counts.put("get", count(route, () -> contender.get(KEY)));
                        counts.put("has", count(route, () -> contender.has(KEY)));
                        counts.put("delete", count(route, () -> contender.delete(KEY)));
                        results.add(PART, store.name(), String.valueOf(size), offer.name(), counts);
                    });
                }
            }
        }
    }

    private static String count(FaultyRoute route, Supplier<CompletableFuture<?>> call) {
        route.forgetRequests();
        call.get().join();
        return String.valueOf(route.requests().size());
    }
}
