package im.zk.storage.benchmarks.measure;

import im.zk.storage.benchmarks.contender.Contender;
import im.zk.storage.benchmarks.store.Offer;
import im.zk.storage.benchmarks.store.Store;
import im.zk.storage.benchmarks.store.Stores;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;

/** Opens a contender in a fresh JVM and sets and gets a value: {@code <store> <contender> <file of results>}. */
public final class Start {

    /** The name of the part. */
    public static final String PART = "start";

    private static final int SIZE = 1024;

    private Start() {}

    public static void main(String[] arguments) throws Exception {
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        Store store = Stores.find(arguments[0]);
        byte[] value = Throughput.value(SIZE);
        Offer offer = store.offers().stream()
                .filter(each -> each.name().equals(arguments[1]))
                .findFirst()
                .orElseThrow();
        long loaded = classes.getTotalLoadedClassCount();
        long start = System.nanoTime();
        Contender contender = offer.open().open();
        long opened = System.nanoTime();
        contender.set("object-0", value).join();
        long set = System.nanoTime();
        contender.get("object-0").join();
        long got = System.nanoTime();
        new Results(Path.of(arguments[2]))
                .add(
                        PART,
                        store.name(),
                        "start",
                        offer.name(),
                        Map.of(
                                "open", millis(start, opened),
                                "set", millis(opened, set),
                                "get", millis(set, got),
                                "total", millis(start, got),
                                "classes", String.valueOf(classes.getTotalLoadedClassCount() - loaded)));
        System.exit(0);
    }

    private static String millis(long from, long to) {
        return Numbers.text((to - from) / 1e6);
    }
}
