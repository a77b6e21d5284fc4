package im.zk.storage.benchmarks;

import im.zk.storage.StorageBackend;
import im.zk.storage.benchmarks.measure.Listing;
import im.zk.storage.benchmarks.store.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Listings of more and more keys, each in a JVM of its own with little heap. */
final class ListingPart {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int BATCH = 10_000;
    private static final int MOST_IN_S3 = 100_000;
    private static final List<String> STORES = List.of("directory", "postgresql", "minio");

    private ListingPart() {}

    static void run(Run run) {
        for (String store : STORES) {
            if (run.stores.contains(store)) {
                run.measure(Listing.PART, store, "all", "all", filled -> grow(run, filled));
            }
        }
    }

    private static void grow(Run run, Store store) throws Exception {
        int there = 0;
        List<Integer> counts = store.name().equals("minio")
                ? List.of(Math.min(
                        MOST_IN_S3, run.scale.listed().get(run.scale.listed().size() - 1)))
                : run.scale.listed();
        try (StorageBackend storage = store.ours(store.endpoint(), Listing.NAMESPACE)) {
            for (int count : counts) {
                fill(storage, there, count);
                there = count;
                for (String way : Listing.WAYS) {
                    list(run, store, way, String.valueOf(count));
                }
            }
        }
    }

    private static void fill(StorageBackend storage, int from, int to) {
        for (int start = from; start < to; start += BATCH) {
            Map<String, byte[]> batch = new HashMap<>();
            for (int number = start; number < Math.min(to, start + BATCH); number++) {
                batch.put("key-" + number, new byte[] {1});
            }
            storage.setBatch(batch).join();
        }
    }

    private static void list(Run run, Store store, String way, String count) {
        run.measure(
                Listing.PART,
                store.name(),
                count,
                way,
                same -> run.program(
                        same,
                        String.join("-", Listing.PART, store.name(), way, count),
                        List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"),
                        PATIENCE,
                        Listing.class,
                        store.name(),
                        way,
                        count,
                        run.results.file().toString()));
    }
}
