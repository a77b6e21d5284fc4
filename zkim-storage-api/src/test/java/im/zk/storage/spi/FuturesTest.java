package im.zk.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps between futures: failures arrive bare, and cancelling reaches what runs. */
class FuturesTest {

    private static final long SECONDS = 30;

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    @Test
    void aFailureIsFreedOfAllItsWrappers() {
        IOException bare = new IOException("bare");

        assertThat(Futures.unwrap(new CompletionException(new ExecutionException(new CompletionException(bare)))))
                .isSameAs(bare);
        assertThat(Futures.unwrap(bare)).isSameAs(bare);
        CompletionException alone = new CompletionException("nothing under it", null);
        assertThat(Futures.unwrap(alone)).isSameAs(alone);
    }

    @Test
    void aStepPassesValuesNullsAndBareFailuresOn() {
        IOException failure = new IOException("failed");

        assertThat(Futures.map(CompletableFuture.completedFuture(2), value -> value + 1))
                .isCompletedWithValue(3);
        assertThat(Futures.map(CompletableFuture.completedFuture(2), value -> null))
                .isCompletedWithValue(null);
        assertThat(failureOf(Futures.map(CompletableFuture.failedFuture(failure), value -> value)))
                .isSameAs(failure);
        assertThat(failureOf(Futures.then(
                        CompletableFuture.completedFuture(1), value -> CompletableFuture.failedFuture(failure))))
                .isSameAs(failure);
        IllegalStateException thrown = new IllegalStateException("thrown");
        assertThat(failureOf(Futures.then(CompletableFuture.completedFuture(1), value -> {
                    throw thrown;
                })))
                .isSameAs(thrown);
    }

    @Test
    void aRecoveryIsAskedOnlyForAFailureAndMayKeepIt() {
        IOException failure = new IOException("failed");

        assertThat(Futures.recover(CompletableFuture.completedFuture(1), ignored -> {
                    throw new AssertionError("not asked for");
                }))
                .isCompletedWithValue(1);
        assertThat(Futures.recover(
                        CompletableFuture.<Integer>failedFuture(failure),
                        ignored -> CompletableFuture.completedFuture(7)))
                .isCompletedWithValue(7);
        assertThat(failureOf(Futures.recover(
                        CompletableFuture.<Integer>failedFuture(failure), CompletableFuture::failedFuture)))
                .isSameAs(failure);
    }

    @Test
    void cancellingReachesWhicheverCallIsUnderWay() {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        Futures.then(first, value -> new CompletableFuture<Integer>()).cancel(true);
        assertThat(first).isCancelled();

        CompletableFuture<Integer> second = new CompletableFuture<>();
        Futures.then(CompletableFuture.completedFuture(1), value -> second).cancel(true);
        assertThat(second).isCancelled();

        AtomicBoolean asked = new AtomicBoolean();
        CompletableFuture<Integer> late = new CompletableFuture<>();
        CompletableFuture<Integer> cancelled = Futures.recover(late, ignored -> {
            asked.set(true);
            return CompletableFuture.completedFuture(1);
        });
        cancelled.cancel(true);
        assertThat(asked).as("a recovery of what was cancelled").isFalse();
    }

    @Test
    void blockingWorkGivesItsValueOrWhatItThrew() {
        IOException failure = new IOException("failed");

        assertThat(Futures.supply(executor, () -> 5))
                .succeedsWithin(SECONDS, TimeUnit.SECONDS)
                .isEqualTo(5);
        assertThat(failureOf(Futures.supply(executor, () -> {
                    throw failure;
                })))
                .isSameAs(failure);
        executor.shutdown();
        assertThat(failureOf(Futures.supply(executor, () -> 5))).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void cancellingInterruptsBlockingWorkAndNotWhatTheThreadDoesNext() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CompletableFuture<Integer> work = Futures.supply(executor, () -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException expected) {
                interrupted.countDown();
            }
            return 1;
        });
        assertThat(running.await(SECONDS, TimeUnit.SECONDS)).isTrue();

        assertThat(work.cancel(true)).isTrue();
        assertThat(interrupted.await(SECONDS, TimeUnit.SECONDS))
                .as("interrupted")
                .isTrue();
        assertThat(Futures.supply(executor, () -> Thread.currentThread().isInterrupted()))
                .succeedsWithin(SECONDS, TimeUnit.SECONDS)
                .isEqualTo(false);
    }

    @Test
    void cancelledWorkThatHasNotBegunNeverDoes() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean began = new AtomicBoolean();
        CompletableFuture<Boolean> occupying = Futures.supply(executor, () -> release.await(SECONDS, TimeUnit.SECONDS));
        CompletableFuture<Boolean> waiting = Futures.supply(executor, () -> began.getAndSet(true));

        waiting.cancel(true);
        release.countDown();
        assertThat(occupying.get(SECONDS, TimeUnit.SECONDS)).isTrue();
        executor.shutdown();
        assertThat(executor.awaitTermination(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(began).isFalse();
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        future.whenComplete(
                (value, failure) -> seen.complete(failure == null ? new AssertionError("it did not fail") : failure));
        assertThat(seen).succeedsWithin(SECONDS, TimeUnit.SECONDS);
        return seen.join();
    }

    @Test
    void aCallThatThrowsIsAFutureThatHasFailed() {
        CompletableFuture<String> given = new CompletableFuture<>();
        assertThat(Futures.call(() -> given)).isSameAs(given);
        IllegalStateException thrown = new IllegalStateException("thrown");
        CompletableFuture<String> failed = Futures.call(() -> {
            throw thrown;
        });
        assertThat(failed.handle((value, failure) -> failure).join()).isSameAs(thrown);
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void aCallThatGivesNoFutureIsAFutureThatHasFailed() {
        CompletableFuture<String> failed = Futures.call(() -> null);

        assertThat(failed.handle((value, failure) -> failure).join()).isInstanceOf(NullPointerException.class);
    }
}
