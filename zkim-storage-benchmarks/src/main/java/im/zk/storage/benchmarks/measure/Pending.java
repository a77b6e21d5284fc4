package im.zk.storage.benchmarks.measure;

import im.zk.storage.benchmarks.contender.Contender;
import im.zk.storage.benchmarks.store.Offer;
import im.zk.storage.benchmarks.store.PostgresStore;
import im.zk.storage.benchmarks.store.Store;
import im.zk.storage.benchmarks.store.Stores;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Leaves many {@code get}s pending on a server that never answers, for a time:
 * {@code <store> <contender> <count> <milliseconds> <port of the server> <file of results>}.
 */
public final class Pending {

    /** The name of the part. */
    public static final String PART = "pending";

    private static final int LOOKS = 20;

    private Pending() {}

    public static void main(String[] arguments) throws Exception {
        Store store = Stores.find(arguments[0]);
        int count = Integer.parseInt(arguments[2]);
        Results results = new Results(Path.of(arguments[5]));
        URI stalled = URI.create("http://127.0.0.1:" + arguments[4]);
        Offer offer = store.offers(store.http() ? stalled : store.endpoint()).stream()
                .filter(each -> each.name().equals(arguments[1]))
                .findFirst()
                .orElseThrow();
        Contender contender = offer.open().open();
        if (store.name().equals("postgresql")) {
            // So that the table is there, which then is locked.
            contender.set("object-0", new byte[] {1}).join();
        }
        try (AutoCloseable stall = stall(store)) {
            Map<String, String> seen = watch(contender, count, Integer.parseInt(arguments[3]));
            results.add(PART, store.name(), String.valueOf(count), offer.name(), seen);
        }
        System.exit(0);
    }

    private static AutoCloseable stall(Store store) throws Exception {
        return store instanceof PostgresStore postgres ? postgres.stall() : () -> {};
    }

    private static Map<String, String> watch(Contender contender, int count, int millis) throws InterruptedException {
        int threads = threads();
        long heap = heap();
        long start = System.nanoTime();
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            calls.add(contender.get("object-0"));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        int most = 0;
        for (int look = 0; look < LOOKS; look++) {
            most = Math.max(most, threads() - threads);
            Thread.sleep(millis / LOOKS);
        }
        long failed = calls.stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .count();
        long answered = calls.stream().filter(CompletableFuture::isDone).count() - failed;
        if (answered > 0) {
            throw new IllegalStateException(answered + " calls were answered");
        }
        return Map.of(
                "threads", String.valueOf(most),
                "heap", String.valueOf(heap() - heap),
                "seconds", Numbers.text(seconds),
                "refused", String.valueOf(failed));
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
