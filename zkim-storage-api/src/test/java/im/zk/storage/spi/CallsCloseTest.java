package im.zk.storage.spi;

import static im.zk.storage.spi.TestErrors.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallsCloseTest {

    private static final int ROUNDS = 500;

    private final AtomicInteger ran = new AtomicInteger();

    @Test
    void afterItEveryOperationFailsAndRunsNothing() {
        Calls calls = Calls.blocking(new TestErrors(), null, "closed");
        calls.close();
        calls.close();

        assertThat(calls.isClosed()).isTrue();
        assertClosed("TEST_UPLOAD_ERROR", calls.run(Operation.SET, "k", this::count));
        assertClosed("TEST_DOWNLOAD_ERROR", calls.run(Operation.GET, "k", this::count, value -> value));
        assertClosed("TEST_CHECK_ERROR", calls.runBlocking(Operation.HAS, "k", ran::incrementAndGet));
        assertClosed("TEST_CLEAR_ERROR", calls.run(Operation.CLEAR, this::count));
        assertClosed("TEST_LIST_ERROR", calls.runBlocking(Operation.LIST, ran::incrementAndGet));
        assertClosed("TEST_LIST_ERROR", calls.run(Operation.LIST, KeyQuery.all(), this::count));
        assertClosed("TEST_DELETE_ERROR", calls.runBatch(Operation.DELETE, List.of("a"), this::count));
        assertClosed("TEST_DELETE_ERROR", calls.runBatch(Operation.DELETE, List.of(), this::count));
        assertThat(ran).hasValue(0);
    }

    @Test
    void afterItAnIllegalKeyIsNotTheReasonEither() {
        Calls calls = Calls.async(new TestErrors());
        calls.close();

        assertClosed("TEST_DOWNLOAD_ERROR", calls.run(Operation.GET, "..", this::count));
        assertClosed("TEST_DELETE_ERROR", calls.runBatch(Operation.DELETE, List.of("a", ""), this::count));
        assertClosed("TEST_LIST_ERROR", calls.run(Operation.LIST, KeyQuery.all().withPrefix(".."), this::count));
        assertThat(ran).hasValue(0);
    }

    @Test
    void itFailsAndCancelsWhatIsUnderWay() {
        Calls calls = Calls.async(new TestErrors());
        CompletableFuture<Void> request = new CompletableFuture<>();
        CompletableFuture<Void> operation = calls.run(Operation.SET, "k", () -> request);
        assertThat(calls.isClosed()).isFalse();
        calls.close();

        assertClosed("TEST_UPLOAD_ERROR", operation);
        assertThat(failureOf(operation).details()).containsEntry("key", "k");
        assertThat(request).isCancelled();
    }

    @Test
    void whatTheClientSaysOfBeingClosedIsNotTheReason() {
        Calls calls = Calls.async(new TestErrors());
        CompletableFuture<Void> operation = calls.run(Operation.GET, "k", () -> {
            calls.close();
            throw new IllegalStateException("the client is closed");
        });

        assertClosed("TEST_DOWNLOAD_ERROR", operation);
    }

    @Test
    void anOperationThatEndedKeepsItsOutcome() {
        Calls calls = Calls.async(new TestErrors());
        CompletableFuture<Integer> done = calls.run(Operation.GET, "k", this::count);
        CompletableFuture<Integer> failed =
                calls.run(Operation.GET, "k", () -> CompletableFuture.failedFuture(new IOException()));
        calls.close();

        assertThat(done).isCompletedWithValue(1);
        assertThat(failureOf(failed).kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
    }

    @Test
    void itInterruptsBlockingWorkAndEndsItsThreads() throws InterruptedException {
        Calls calls = Calls.blocking(new TestErrors(), null, "ended");
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        CountDownLatch started = new CountDownLatch(3);
        AtomicInteger interrupted = new AtomicInteger();
        List<CompletableFuture<Integer>> operations = new ArrayList<>();
        for (int made = 0; made < 3; made++) {
            operations.add(calls.runBlocking(Operation.GET, "k", () -> {
                workers.add(Thread.currentThread());
                started.countDown();
                try {
                    return blockForEver();
                } catch (InterruptedException expected) {
                    return interrupted.incrementAndGet();
                }
            }));
        }
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        calls.close();

        operations.forEach(operation -> assertClosed("TEST_DOWNLOAD_ERROR", operation));
        assertThat(interrupted).hasValue(3);
        assertThat(workers).hasSize(3);
        for (Thread worker : workers) {
            worker.join(30_000);
            assertThat(worker.isAlive()).isFalse();
        }
    }

    @Test
    void workThatHadNotBegunNeverDoes() throws InterruptedException {
        Calls calls = Calls.blocking(new TestErrors(), null, "queued");
        CountDownLatch started = new CountDownLatch(1);
        List<CompletableFuture<Integer>> operations = new ArrayList<>();
        for (int made = 0; made < 4 * BackendExecutors.POOL_THREADS; made++) {
            operations.add(calls.runBlocking(Operation.GET, "k", () -> {
                started.countDown();
                return blockForEver();
            }));
        }
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        calls.close();

        operations.forEach(operation -> assertClosed("TEST_DOWNLOAD_ERROR", operation));
    }

    @Test
    void aGivenExecutorStaysOpenThoughItsWorkIsInterrupted() throws Exception {
        ExecutorService given = Executors.newSingleThreadExecutor();
        try {
            Calls calls = Calls.blocking(new TestErrors(), given, "unused");
            CountDownLatch started = new CountDownLatch(1);
            CompletableFuture<Integer> operation = calls.runBlocking(Operation.GET, "k", () -> {
                started.countDown();
                return blockForEver();
            });
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            calls.close();

            assertClosed("TEST_DOWNLOAD_ERROR", operation);
            assertThat(given.isShutdown()).isFalse();
            assertThat(given.submit(() -> Thread.currentThread().isInterrupted())
                            .get(30, TimeUnit.SECONDS))
                    .isFalse();
        } finally {
            given.shutdownNow();
        }
    }

    @Test
    void closingOnItsOwnThreadInterruptsNotItself() {
        Calls calls = Calls.blocking(new TestErrors(), null, "self");
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = calls.runBlocking(
                        Operation.GET, "k", () -> go.await(30, TimeUnit.SECONDS))
                .thenApply(awaited -> {
                    calls.close();
                    return Thread.currentThread().isInterrupted();
                });
        go.countDown();

        assertThat(interrupted).succeedsWithin(60, TimeUnit.SECONDS).isEqualTo(false);
        assertThat(calls.isClosed()).isTrue();
    }

    @Test
    void aListenerThatThrowsOrCallsBackKeepsNoOtherOperationOpen() {
        Calls calls = Calls.async(new TestErrors());
        List<CompletableFuture<Integer>> operations = new ArrayList<>();
        List<CompletableFuture<Integer>> called = new ArrayList<>();
        for (int made = 0; made < 20; made++) {
            CompletableFuture<Integer> operation = calls.run(Operation.GET, "k", CompletableFuture::new);
            operation.whenComplete((value, failure) -> {
                called.add(calls.run(Operation.GET, "k", this::count));
                throw new IllegalStateException("a listener's own");
            });
            operations.add(operation);
        }
        calls.close();

        operations.forEach(operation -> assertClosed("TEST_DOWNLOAD_ERROR", operation));
        assertThat(called).hasSize(20).allSatisfy(operation -> assertClosed("TEST_DOWNLOAD_ERROR", operation));
        assertThat(ran).hasValue(0);
    }

    @Test
    void whatBeginsWhileItClosesEndsToo() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Calls calls = Calls.async(new TestErrors());
                List<CompletableFuture<Void>> requests = new ArrayList<>();
                List<CompletableFuture<Void>> operations = new ArrayList<>();
                CountDownLatch ready = new CountDownLatch(2);
                CompletableFuture<Void> starting = CompletableFuture.runAsync(
                        () -> {
                            meet(ready);
                            for (int made = 0; made < 50; made++) {
                                operations.add(calls.run(Operation.SET, "k", () -> {
                                    requests.add(new CompletableFuture<>());
                                    return requests.get(requests.size() - 1);
                                }));
                            }
                        },
                        threads);
                CompletableFuture<Void> closing = CompletableFuture.runAsync(
                        () -> {
                            meet(ready);
                            calls.close();
                        },
                        threads);
                CompletableFuture.allOf(starting, closing).get(60, TimeUnit.SECONDS);

                assertThat(operations)
                        .hasSize(50)
                        .allSatisfy(operation -> assertThat(operation).isCompletedExceptionally());
                operations.forEach(operation -> assertClosed("TEST_UPLOAD_ERROR", operation));
                assertThat(requests).allSatisfy(request -> assertThat(request).isCancelled());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private CompletableFuture<Integer> count() {
        return CompletableFuture.completedFuture(ran.incrementAndGet());
    }

    private static int blockForEver() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }

    private static void meet(CountDownLatch ready) {
        ready.countDown();
        while (ready.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private static void assertClosed(String code, CompletableFuture<?> operation) {
        assertThat(failureOf(operation).kind()).isEqualTo(ErrorKind.CLOSED);
        assertThat(failureOf(operation).code()).isEqualTo(code);
        assertThat(failureOf(operation)).hasMessage("The backend is closed.");
    }
}
