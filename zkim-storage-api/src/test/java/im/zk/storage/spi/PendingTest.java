package im.zk.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** V3: who sees that an operation is done may change its array, so its work has ended by then. */
class PendingTest {

    private static final long SECONDS = 30;

    private final Calls calls = Calls.async(new TestErrors());
    private final CompletableFuture<Integer> request = new CompletableFuture<>();

    @TestFactory
    Stream<DynamicTest> theWorkEndsBeforeTheOperationIsSeenToBeDone() {
        return Stream.of(
                ended("by cancelling", each -> each.cancel(true)),
                ended("by a failure", each -> each.completeExceptionally(new IllegalStateException("given up"))),
                ended("by a value", each -> each.complete(null)),
                ended("by a deadline", each -> each.orTimeout(1, TimeUnit.MILLISECONDS)),
                ended("by a default", each -> each.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS)));
    }

    private static DynamicTest ended(String how, Consumer<CompletableFuture<Integer>> end) {
        return DynamicTest.dynamicTest(how, () -> {
            PendingTest fresh = new PendingTest();
            List<CompletableFuture<Integer>> operations = List.of(
                    fresh.calls.run(Operation.SET, "k", () -> fresh.request),
                    Futures.map(fresh.another(), value -> value),
                    Futures.then(CompletableFuture.completedFuture(1), value -> fresh.another()),
                    Futures.map(Batches.run(List.of("a").iterator(), 1, List::of, key -> fresh.another()), none -> 1));
            List<CompletableFuture<Boolean>> seen = new ArrayList<>();
            for (int at = 0; at < operations.size(); at++) {
                CompletableFuture<Integer> work = at == 0 ? fresh.request : fresh.others.get(at - 1);
                seen.add(operations.get(at).handle((value, failure) -> work.isCancelled()));
                end.accept(operations.get(at));
            }
            assertThat(seen)
                    .allSatisfy(each -> assertThat(each)
                            .succeedsWithin(SECONDS, TimeUnit.SECONDS)
                            .isEqualTo(true));
        });
    }

    private final List<CompletableFuture<Integer>> others = new ArrayList<>();

    private CompletableFuture<Integer> another() {
        others.add(new CompletableFuture<>());
        return others.get(others.size() - 1);
    }

    @Test
    void itEndsAsItsWorkDidWithAFailureThatIsBare() {
        Pending<Integer> given = new Pending<>();
        given.end(1, null);
        assertThat(given).isCompletedWithValue(1);

        Pending<Integer> failed = new Pending<>();
        IllegalStateException failure = new IllegalStateException("failed");
        failed.end(null, new CompletionException(failure));
        assertThat(failed.handle((value, thrown) -> thrown).join()).isSameAs(failure);
    }

    @Test
    void whoLeavesWhileAFurtherStepBeginsSeesItEnded() throws Exception {
        CountDownLatch beginning = new CountDownLatch(1);
        CountDownLatch seenDone = new CountDownLatch(1);
        CompletableFuture<Integer> second = new CompletableFuture<>();
        CompletableFuture<Integer> operation = Futures.then(request, value -> {
            beginning.countDown();
            assertThat(awaitsInVain(seenDone))
                    .as("not seen to be done meanwhile")
                    .isTrue();
            return second;
        });
        CompletableFuture<Boolean> ended = operation.handle((value, failure) -> second.isCancelled());
        operation.whenComplete((value, failure) -> seenDone.countDown());
        Thread first = new Thread(() -> request.complete(1));
        first.start();
        assertThat(beginning.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        operation.cancel(true);
        first.join();

        assertThat(ended).isCompletedWithValue(true);
    }

    private static boolean awaitsInVain(CountDownLatch latch) {
        try {
            return !latch.await(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void theWorkEndsBeforeAClosedOperationIsSeenToBeDone() {
        AtomicReference<Boolean> ended = new AtomicReference<>();
        calls.run(Operation.SET, "k", () -> request).whenComplete((value, failure) -> ended.set(request.isCancelled()));
        calls.close();

        assertThat(ended).hasValue(true);
    }

    @Test
    void everyCallOfABatchEndsBeforeTheBatchIsSeenToBeDone() {
        Queue<CompletableFuture<Integer>> requests = new ConcurrentLinkedQueue<>();
        CompletableFuture<?> batch =
                Batches.run(Batches.distinct(List.of("a", "b", "c")).iterator(), 2, List::of, key -> {
                    CompletableFuture<Integer> made = new CompletableFuture<>();
                    requests.add(made);
                    return made;
                });
        List<Boolean> ended = new ArrayList<>();
        batch.whenComplete((value, failure) -> requests.forEach(each -> ended.add(each.isCancelled())));
        batch.cancel(true);

        assertThat(ended).as("the two calls under way, and no third").containsExactly(true, true);
        assertThat(batch).isCancelled();
    }

    @Test
    void blockingWorkIsInterruptedBeforeTheOperationIsSeenToBeDone() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch look = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        try (Calls blocking = Calls.blocking(new TestErrors(), null, "pending-test")) {
            CompletableFuture<Integer> operation = blocking.runBlocking(Operation.SET, "k", () -> {
                running.countDown();
                while (look.getCount() > 0) {
                    Thread.onSpinWait();
                }
                interrupted.complete(Thread.currentThread().isInterrupted());
                return 1;
            });
            CompletableFuture<Boolean> seen = operation.handle((value, failure) -> {
                look.countDown();
                return interrupted.orTimeout(SECONDS, TimeUnit.SECONDS).join();
            });
            assertThat(running.await(SECONDS, TimeUnit.SECONDS)).isTrue();
            operation.cancel(true);

            assertThat(seen).isCompletedWithValue(true);
        }
    }

    @Test
    void whatTheWorkGivesOnItsWayOutIsNotTheResult() {
        CompletableFuture<Integer> stubborn = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                return complete(7);
            }
        };
        CompletableFuture<Integer> cancelled = calls.run(Operation.GET, "k", () -> stubborn);
        cancelled.cancel(true);
        CompletableFuture<Integer> late = calls.run(Operation.GET, "k", () -> request);
        late.orTimeout(1, TimeUnit.MILLISECONDS);

        assertThat(stubborn).isCompletedWithValue(7);
        assertThat(cancelled).isCancelled();
        assertThat(late)
                .failsWithin(SECONDS, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class);
        assertThat(request).isCancelled();
    }

    @Test
    void whatHasAResultKeepsItAndEndsNothing() {
        CompletableFuture<Integer> operation = calls.run(Operation.GET, "k", () -> request);
        request.complete(1);

        assertThat(operation.cancel(true)).isFalse();
        assertThat(operation.complete(2)).isFalse();
        assertThat(operation.completeExceptionally(new CancellationException())).isFalse();
        assertThat(operation).isCompletedWithValue(1);
    }
}
