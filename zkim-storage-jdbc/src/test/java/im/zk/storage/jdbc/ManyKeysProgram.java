package im.zk.storage.jdbc;

import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackends;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sets many keys, lists them page by page and clears them, in as much heap as the JVM was given:
 * {@code <JDBC URL> <user> <password> <table> <count>}.
 */
final class ManyKeysProgram {

    private static final int BATCH = 10_000;

    private ManyKeysProgram() {}

    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[4]);
        try (PostgresStorageBackend storage = PostgresStorageBackend.builder()
                .connectionString(arguments[0])
                .username(arguments[1])
                .password(arguments[2])
                .tableName(arguments[3])
                .prefix("many")
                .build()) {
            timed("set", count, () -> set(storage, count));
            timed("listed", count, () -> list(storage, count));
            timed("cleared", count, () -> storage.clear().join());
            timed("listed", 0, () -> list(storage, 0));
        }
        System.out.println("done");
    }

    private static void set(PostgresStorageBackend storage, int count) {
        for (int from = 0; from < count; from += BATCH) {
            Map<String, byte[]> batch = new LinkedHashMap<>();
            for (int number = from; number < Math.min(count, from + BATCH); number++) {
                batch.put("Photos/2026/" + number % 12 + "/IMG_" + number + ".jpg", new byte[] {1});
            }
            storage.setBatch(batch).join();
        }
    }

    private static void list(PostgresStorageBackend storage, int count) {
        BitSet seen = new BitSet(count);
        StorageBackends.forEachKey(storage, KeyQuery.all(), key -> {
                    int number = Integer.parseInt(key.substring(key.indexOf('_') + 1, key.lastIndexOf('.')));
                    if (seen.get(number)) {
                        throw new AssertionError(key + " is listed twice");
                    }
                    seen.set(number);
                })
                .join();
        if (seen.cardinality() != count) {
            throw new AssertionError("listed " + seen.cardinality() + " of " + count);
        }
    }

    private static void timed(String what, int count, Runnable work) {
        long start = System.nanoTime();
        work.run();
        Runtime.getRuntime().gc();
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        System.out.printf(
                "%s %d keys in %d ms, heap in use %d of at most %d MiB%n",
                what,
                count,
                (System.nanoTime() - start) / 1_000_000,
                used >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    }
}
