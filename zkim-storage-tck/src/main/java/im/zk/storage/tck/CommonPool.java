package im.zk.storage.tck;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/**
 * All workers of the common pool, kept busy until closed.
 *
 * <p>Where the pool has a parallelism of 1, as on two processors, {@code CompletableFuture} passes it by before Java 25, so
 * that less is seen: {@code -Djava.util.concurrent.ForkJoinPool.common.parallelism=4} shows all.
 */
final class CommonPool implements AutoCloseable {

    private final CountDownLatch release = new CountDownLatch(1);

    /** Occupies every worker; fails where that is not possible, because one was blocked before. */
    void keepBusy() throws InterruptedException {
        int workers = ForkJoinPool.getCommonPoolParallelism();
        CountDownLatch busy = new CountDownLatch(workers);
        for (int worker = 0; worker < workers; worker++) {
            ForkJoinPool.commonPool().execute(() -> hold(busy));
        }
        if (!busy.await(Await.patience().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(
                    "The common pool was blocked before: " + busy.getCount() + " workers did not begin");
        }
    }

    /** What its workers are doing now that is not the JDK's own code. */
    static List<StackTraceElement> foreignFrames() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey() instanceof ForkJoinWorkerThread worker
                        && worker.getPool() == ForkJoinPool.commonPool())
                .flatMap(each -> Arrays.stream(each.getValue()))
                .filter(frame -> !frame.getClassName().matches("(java|jdk|sun)\\..*"))
                .toList();
    }

    /** Lets the workers go on, and waits until they have left, so that the next test does not see them here. */
    @Override
    public void close() {
        release.countDown();
        Await.until(
                "the common pool's workers go on",
                () -> foreignFrames().stream()
                        .noneMatch(frame -> frame.getClassName().startsWith(CommonPool.class.getName())));
    }

    private void hold(CountDownLatch busy) {
        busy.countDown();
        try {
            release.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
