package im.zk.storage.benchmarks.measure;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import im.zk.storage.StorageBackend;
import im.zk.storage.benchmarks.store.Store;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.ToxicProxy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code clear} and batches beside the guide's way: the same backend, asked to list and then to remove key by key, or to
 * set, get and delete one key after another. A server is measured as it stands and as if it stood further off.
 */
public final class Bulk {

    /** The name of the part. */
    public static final String PART = "bulk";

    /** How much later answers arrive from a server that is not on the same machine. */
    private static final Duration AWAY = Duration.ofMillis(5);

    private static final Set<String> EMULATORS = Set.of("azurite", "fake-gcs");
    private static final Set<String> WITH_BATCHES = Set.of("minio", "postgresql");
    private static final Set<String> WITHOUT_CLEAR_BY_KEYS = Set.of("rest", "ipfs");

    private final Store store;
    private final URI endpoint;
    private final String where;
    private final Results results;
    private final int count;
    private final int rounds;

    private Bulk(Store store, URI endpoint, String where, Results results, int count, int rounds) {
        this.store = store;
        this.endpoint = endpoint;
        this.where = where;
        this.results = results;
        this.count = count;
        this.rounds = rounds;
    }

    /** Measures what the guide does key by key on a store. */
    public static void run(Store store, Scale scale, Results results) {
        if (WITHOUT_CLEAR_BY_KEYS.contains(store.name())) {
            return;
        }
        int count = EMULATORS.contains(store.name()) ? scale.slowBulk() : scale.bulk();
        int rounds = store.name().equals("postgresql") ? scale.bulkRounds() : 1;
        URI here = store.endpoint();
        new Bulk(store, here, "", results, count, rounds).run();
        if (here.getPort() < 0) {
            return;
        }
        try (ToxicProxy proxy = TestServers.toxiproxy().proxy(here.getHost(), here.getPort())) {
            proxy.latency(ToxicDirection.DOWNSTREAM, AWAY);
            URI away = URI.create(here.toString().replace(":" + here.getPort(), ":" + proxy.port()));
            new Bulk(store, away, ", " + AWAY.toMillis() + " ms away", results, scale.slowBulk(), 1).run();
        } catch (IOException failure) {
            results.add(Result.failed(PART, store.name(), "away", "zkim-storage", failure));
        }
    }

    private void run() {
        try (StorageBackend storage = store.ours(endpoint, "bulk")) {
            Map<String, byte[]> values = values(count);
            // So that no first call is measured.
            storage.setBatch(values(Math.min(count, 100))).join();
            storage.clear().join();
            clear(storage, values);
            if (WITH_BATCHES.contains(store.name())) {
                batches(storage, values, List.copyOf(values.keySet()));
            }
        } catch (Exception failure) {
            results.add(Result.failed(PART, store.name(), "clear and batches" + where, "zkim-storage", failure));
        }
    }

    private void clear(StorageBackend storage, Map<String, byte[]> values) throws Exception {
        List<double[]> times = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            storage.setBatch(values).join();
            double guide = seconds(() -> {
                for (String key : storage.keys().join()) {
                    storage.delete(key).join();
                }
            });
            storage.setBatch(values).join();
            times.add(new double[] {guide, seconds(() -> storage.clear().join())});
        }
        add("clear", times);
    }

    private void batches(StorageBackend storage, Map<String, byte[]> values, List<String> keys) throws Exception {
        List<double[]> set = new ArrayList<>();
        List<double[]> get = new ArrayList<>();
        List<double[]> delete = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double setEach = seconds(
                    () -> values.forEach((key, value) -> storage.set(key, value).join()));
            double getEach = seconds(() -> keys.forEach(key -> storage.get(key).join()));
            double deleteEach =
                    seconds(() -> keys.forEach(key -> storage.delete(key).join()));
            set.add(new double[] {
                setEach, seconds(() -> storage.setBatch(values).join())
            });
            get.add(new double[] {
                getEach, seconds(() -> found(storage.getBatch(keys).join()))
            });
            delete.add(new double[] {
                deleteEach, seconds(() -> storage.deleteBatch(keys).join())
            });
        }
        add("setBatch", set);
        add("getBatch", get);
        add("deleteBatch", delete);
    }

    private void found(Map<String, byte[]> found) {
        if (found.size() != count) {
            throw new IllegalStateException("getBatch gave " + found.size() + " of " + count);
        }
    }

    private void add(String operation, List<double[]> times) {
        results.add(
                PART,
                store.name(),
                operation + " " + count + where,
                "zkim-storage",
                Map.of(
                        "guide",
                                Numbers.join(times.stream()
                                        .mapToDouble(each -> each[0])
                                        .toArray()),
                        "ours",
                                Numbers.join(times.stream()
                                        .mapToDouble(each -> each[1])
                                        .toArray())));
    }

    private static Map<String, byte[]> values(int count) {
        Map<String, byte[]> values = new LinkedHashMap<>();
        for (int number = 0; number < count; number++) {
            values.put("key-" + number, Throughput.value(1024));
        }
        return values;
    }

    /** What takes time. */
    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
