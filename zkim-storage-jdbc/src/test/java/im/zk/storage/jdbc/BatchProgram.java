package im.zk.storage.jdbc;

import im.zk.storage.testservers.PostgresServer;
import im.zk.storage.testservers.TestServers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Times batches against the same rows one by one, and prints the ratio: {@code [count [bytes]]}. Run by hand. */
final class BatchProgram {

    private BatchProgram() {}

    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int bytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1024;
        PostgresServer server = TestServers.postgres();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        Random random = new Random(1);
        for (int number = 0; number < count; number++) {
            byte[] value = new byte[bytes];
            random.nextBytes(value);
            entries.put("row-" + random.nextLong(), value);
        }
        List<String> keys = List.copyOf(entries.keySet());
        try (PostgresStorageBackend storage = Statements.backend(server)
                .tableName(Statements.newTable("batch"))
                .build()) {
            for (int round = 0; round < 3; round++) {
                compare(
                        "set",
                        () -> entries.forEach(
                                (key, value) -> storage.set(key, value).join()),
                        () -> {
                            storage.clear().join();
                            timed("setBatch", () -> storage.setBatch(entries).join());
                        });
                long one = timed(
                        "get one by one",
                        () -> keys.forEach(key -> storage.get(key).join()));
                long all = timed(
                        "getBatch", () -> check(storage.getBatch(keys).join().size(), count));
                ratio("get", one, all);
                one = timed(
                        "delete one by one",
                        () -> keys.forEach(key -> storage.delete(key).join()));
                storage.setBatch(entries).join();
                all = timed("deleteBatch", () -> storage.deleteBatch(keys).join());
                ratio("delete", one, all);
                check(storage.keys().join().size(), 0);
            }
        }
    }

    private static void compare(String what, Runnable oneByOne, Runnable batch) {
        long one = timed(what + " one by one", oneByOne);
        long before = System.nanoTime();
        batch.run();
        ratio(what + " (with clear)", one, System.nanoTime() - before);
    }

    private static void ratio(String what, long one, long all) {
        System.out.printf("%s: %.1f times faster%n", what, (double) one / all);
    }

    private static long timed(String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - start;
        System.out.printf("%s: %d ms%n", what, nanos / 1_000_000);
        return nanos;
    }

    private static void check(int actual, int expected) {
        if (actual != expected) {
            throw new AssertionError(actual + " instead of " + expected);
        }
    }
}
