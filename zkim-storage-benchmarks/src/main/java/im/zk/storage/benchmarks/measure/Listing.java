package im.zk.storage.benchmarks.measure;

import com.sun.management.GarbageCollectionNotificationInfo;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.benchmarks.contender.OpenDal;
import im.zk.storage.benchmarks.store.Store;
import im.zk.storage.benchmarks.store.Stores;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Lists many keys once, in as much heap as its JVM was given: {@code <store> <way> <count> <file of results>}. The ways are
 * {@code listKeys}, page by page; {@code keys}, all in one list as the guide has it; and OpenDAL's list.
 */
public final class Listing {

    /** The name of the part. */
    public static final String PART = "listing";

    /** The ways to list. */
    public static final List<String> WAYS = List.of("listKeys", "keys", "OpenDAL");

    /** The namespace of the keys. */
    public static final String NAMESPACE = "listing";

    private static final AtomicLong LARGEST = new AtomicLong();

    private Listing() {}

    public static void main(String[] arguments) throws Exception {
        Store store = Stores.find(arguments[0]);
        String way = arguments[1];
        long count = Long.parseLong(arguments[2]);
        watchHeap();
        long start = System.nanoTime();
        long listed = count(store, way);
        double seconds = (System.nanoTime() - start) / 1e9;
        // OpenDAL lists this library's own files as well.
        if (way.equals("OpenDAL") ? listed < count : listed != count) {
            throw new IllegalStateException("listed " + listed + " of " + count);
        }
        System.gc();
        LARGEST.accumulateAndGet(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), Math::max);
        new Results(Path.of(arguments[3]))
                .add(
                        PART,
                        store.name(),
                        String.valueOf(count),
                        way,
                        Map.of("seconds", Numbers.text(seconds), "heap", String.valueOf(LARGEST.get())));
        System.exit(0);
    }

    private static long count(Store store, String way) throws Exception {
        if (way.equals("OpenDAL")) {
            try (OpenDal openDal = store.openDal(NAMESPACE)) {
                return openDal.count();
            }
        }
        try (StorageBackend storage = store.ours(store.endpoint(), NAMESPACE)) {
            if (way.equals("keys")) {
                return storage.keys().join().size();
            }
            AtomicLong listed = new AtomicLong();
            StorageBackends.forEachKey(storage, KeyQuery.all(), key -> listed.incrementAndGet())
                    .join();
            return listed.get();
        }
    }

    /** Keeps the largest heap that a collection left in use. */
    private static void watchHeap() {
        ManagementFactory.getGarbageCollectorMXBeans()
                .forEach(collector -> ((NotificationEmitter) collector)
                        .addNotificationListener(
                                (notification, handback) -> {
                                    long used = GarbageCollectionNotificationInfo.from(
                                                    (CompositeData) notification.getUserData())
                                            .getGcInfo()
                                            .getMemoryUsageAfterGc()
                                            .entrySet()
                                            .stream()
                                            .filter(pool -> isHeap(pool.getKey()))
                                            .map(Map.Entry::getValue)
                                            .mapToLong(MemoryUsage::getUsed)
                                            .sum();
                                    LARGEST.accumulateAndGet(used, Math::max);
                                },
                                null,
                                null));
    }

    private static boolean isHeap(String pool) {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .anyMatch(bean -> bean.getName().equals(pool) && bean.getType() == MemoryType.HEAP);
    }
}
