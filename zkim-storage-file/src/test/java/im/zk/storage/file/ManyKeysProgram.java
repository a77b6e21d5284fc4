package im.zk.storage.file;

import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackends;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Sets many keys, lists them page by page, removes them, and prints how long each took: {@code <directory> <count>}. */
final class ManyKeysProgram {

    private static final int BATCH = 1_000;
    private static final int MEGABYTE = 1024 * 1024;

    private ManyKeysProgram() {}

    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[1]);
        try (FileStorageBackend backend = FileStorageBackend.builder()
                .directory(Path.of(arguments[0]))
                .durability(Durability.NO_SYNC)
                .build()) {
            timed("set", count, () -> set(backend, count));
            timed("listed", count, () -> list(backend, count));
            timed("cleared", count, () -> backend.clear().join());
            timed("listed", 0, () -> list(backend, 0));
        }
        System.out.println("done");
    }

    private static void set(FileStorageBackend backend, int count) {
        for (int from = 0; from < count; from += BATCH) {
            Map<String, byte[]> batch = new HashMap<>();
            for (int number = from; number < Math.min(count, from + BATCH); number++) {
                batch.put("Photos/2026/" + number % 12 + "/IMG_" + number + ".jpg", new byte[] {1});
            }
            backend.setBatch(batch).join();
        }
    }

    private static void list(FileStorageBackend backend, int count) {
        BitSet seen = new BitSet(count);
        StorageBackends.forEachKey(backend, KeyQuery.all(), key -> {
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
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        work.run();
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        long peak = heap().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        System.out.printf("%s %d keys in %d ms, peak heap %d MB%n", what, count, milliseconds, peak / MEGABYTE);
    }

    private static Stream<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }
}
