package im.zk.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.KeyQuery;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallsCancelTest {

    private final BareThread oneThread = new BareThread();
    private final Calls calls = Calls.blocking(new TestErrors(), oneThread, "unused");

    @AfterEach
    void close() {
        calls.close();
        oneThread.close();
    }

    @Test
    void reachesTheClientsFuture() {
        List<CompletableFuture<Integer>> requests = new ArrayList<>();
        Supplier<CompletableFuture<Integer>> call = () -> {
            requests.add(new CompletableFuture<>());
            return requests.get(requests.size() - 1);
        };
        calls.run(Operation.GET, "k", call).cancel(true);
        calls.run(Operation.GET, "k", call, value -> value).cancel(true);
        calls.run(Operation.CLEAR, call).cancel(false);
        calls.run(Operation.LIST, KeyQuery.all(), call).cancel(true);
        calls.runBatch(Operation.SET, List.of("a"), call).cancel(true);

        assertThat(requests)
                .hasSize(5)
                .allSatisfy(request -> assertThat(request).isCancelled());
    }

    @Test
    void endingTheOperationFromOutsideReachesTheClientsFutureToo() {
        CompletableFuture<Integer> request = new CompletableFuture<>();
        calls.run(Operation.GET, "k", () -> request).completeExceptionally(new IllegalStateException("given up"));

        assertThat(request).isCancelled();
    }

    @Test
    void aCancelledOperationIsCancelledAndNothingElse() {
        CompletableFuture<Integer> operation = calls.run(Operation.GET, "k", () -> new CompletableFuture<>());

        assertThat(operation.cancel(true)).isTrue();
        assertThat(operation).isCancelled();
    }

    @Test
    void interruptsBlockingWorkAndNotWhatComesAfterIt() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CompletableFuture<Boolean> operation = calls.runBlocking(Operation.GET, "k", () -> {
            started.countDown();
            try {
                return new CountDownLatch(1).await(60, TimeUnit.SECONDS);
            } catch (InterruptedException expected) {
                Thread.currentThread().interrupt();
                interrupted.countDown();
                throw expected;
            }
        });
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        operation.cancel(true);

        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(isInterruptedAfterwards()).isFalse();
    }

    @Test
    void workThatHadNotBegunNeverDoes() throws InterruptedException {
        CountDownLatch free = new CountDownLatch(1);
        CompletableFuture<Boolean> first =
                calls.runBlocking(Operation.GET, "k", () -> free.await(30, TimeUnit.SECONDS));
        List<String> ran = new ArrayList<>();
        CompletableFuture<Boolean> second = calls.runBlocking(Operation.GET, "k", () -> ran.add("second"));
        second.cancel(true);
        free.countDown();

        assertThat(first.join()).isTrue();
        assertThat(isInterruptedAfterwards()).isFalse();
        assertThat(ran).isEmpty();
    }

    @Test
    void anInterruptNeverHitsTheNextTaskHoweverItFalls() {
        Random random = Seed.random();
        for (int round = 0; round < 5_000; round++) {
            int spins = random.nextInt(200);
            CountDownLatch started = new CountDownLatch(1);
            CompletableFuture<Integer> operation = calls.runBlocking(Operation.GET, "k", () -> {
                started.countDown();
                return spin(spins);
            });
            if (random.nextBoolean()) {
                awaitSpinning(started);
            }
            spin(random.nextInt(200));
            operation.cancel(true);
            assertThat(isInterruptedAfterwards()).as("round %d", round).isFalse();
        }
    }

    @Test
    void anInterruptThatWasThereBeforeStays() {
        List<Runnable> queue = new ArrayList<>();
        Executor later = queue::add;
        CompletableFuture<Integer> task = Futures.supply(later, () -> 1);
        task.cancel(true);

        Thread.currentThread().interrupt();
        queue.get(0).run();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void cancelWinsOrLosesButNeverBoth() throws Exception {
        ExecutorService racers = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 5_000; round++) {
                CompletableFuture<Integer> request = new CompletableFuture<>();
                CompletableFuture<Integer> operation = calls.run(Operation.GET, "k", () -> request);
                CountDownLatch ready = new CountDownLatch(2);
                CompletableFuture<Boolean> completing = CompletableFuture.supplyAsync(
                        () -> {
                            meet(ready);
                            return request.complete(1);
                        },
                        racers);
                CompletableFuture<Boolean> cancelling = CompletableFuture.supplyAsync(
                        () -> {
                            meet(ready);
                            return operation.cancel(true);
                        },
                        racers);
                completing.get(60, TimeUnit.SECONDS);
                boolean cancelled = cancelling.get(60, TimeUnit.SECONDS);

                assertThat(request).isDone();
                assertThat(operation.isCancelled()).isEqualTo(cancelled);
                assertThat(operation).isDone();
                if (!cancelled) {
                    assertThat(operation).isCompletedWithValue(1);
                }
            }
        } finally {
            racers.shutdownNow();
        }
    }

    @Test
    void nothingIsKeptOfAnOperationThatEnded() {
        List<WeakReference<CompletableFuture<?>>> ended = new ArrayList<>();
        for (int made = 0; made < 200; made++) {
            ended.add(new WeakReference<>(calls.run(Operation.GET, "k", () -> CompletableFuture.completedFuture(1))));
            ended.add(new WeakReference<>(
                    calls.run(Operation.GET, "k", () -> CompletableFuture.failedFuture(new IllegalStateException()))));
            ended.add(new WeakReference<>(calls.run(Operation.GET, "", () -> CompletableFuture.completedFuture(1))));
            CompletableFuture<Integer> cancelled = calls.run(Operation.GET, "k", () -> new CompletableFuture<>());
            cancelled.cancel(true);
            ended.add(new WeakReference<>(cancelled));
            CompletableFuture<Integer> blocking = calls.runBlocking(Operation.GET, "k", () -> 1);
            blocking.join();
            ended.add(new WeakReference<>(blocking));
        }

        assertThat(isInterruptedAfterwards()).isFalse();
        for (WeakReference<CompletableFuture<?>> each : ended) {
            awaitCollected(each);
        }
        assertThat(calls.isClosed()).isFalse();
    }

    private boolean isInterruptedAfterwards() {
        CompletableFuture<Boolean> interrupted =
                CompletableFuture.supplyAsync(() -> Thread.currentThread().isInterrupted(), oneThread);
        assertThat(interrupted).succeedsWithin(60, TimeUnit.SECONDS);
        return interrupted.join();
    }

    /** One thread that, unlike a pool's, does not clear what interrupt a task leaves behind. */
    private static final class BareThread implements Executor, AutoCloseable {
        private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private final Thread thread = new Thread(this::work, "bare");
        private volatile boolean closed;

        BareThread() {
            thread.start();
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void close() {
            closed = true;
            tasks.add(() -> {});
        }

        private void work() {
            while (!closed) {
                Runnable task = tasks.poll();
                if (task == null) {
                    Thread.onSpinWait();
                } else {
                    task.run();
                }
            }
        }
    }

    private static void awaitCollected(WeakReference<?> reference) {
        for (int attempt = 0; attempt < 50 && reference.get() != null; attempt++) {
            System.gc();
        }
        assertThat(reference.get()).isNull();
    }

    private static int spin(int times) {
        for (int spun = 0; spun < times; spun++) {
            Thread.onSpinWait();
        }
        return times;
    }

    private static void awaitSpinning(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private static void meet(CountDownLatch ready) {
        ready.countDown();
        awaitSpinning(ready);
    }
}
