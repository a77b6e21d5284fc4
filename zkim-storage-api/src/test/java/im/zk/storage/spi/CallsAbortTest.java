package im.zk.storage.spi;

import static im.zk.storage.spi.TestErrors.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blocking work that says how it is to be ended. */
class CallsAbortTest {

    private final Calls calls = Calls.blocking(new TestErrors(), null, "aborted");
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch aborted = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final AtomicReference<Thread> abortedBy = new AtomicReference<>();

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void cancellingRunsTheActionInsteadOfInterrupting() throws InterruptedException {
        CompletableFuture<Integer> operation = calls.runAbortable(Operation.GET, "k", this::waitForAbort);
        await(started);
        operation.cancel(true);

        await(ended);
        assertThat(abortedBy).hasValue(Thread.currentThread());
        assertThat(interrupted).isFalse();
        assertThat(operation).isCancelled();
    }

    @Test
    void closingRunsTheActionAndWaitsForTheWorkWithoutInterruptingIt() throws InterruptedException {
        CompletableFuture<Integer> operation = calls.runAbortable(Operation.CLEAR, this::waitForAbort);
        await(started);
        calls.close();

        assertThat(ended.getCount()).as("the work has ended when close returns").isZero();
        assertThat(interrupted).isFalse();
        assertThat(failureOf(operation).kind()).isEqualTo(ErrorKind.CLOSED);
    }

    @Test
    void workThatNamesNoActionIsInterrupted() throws InterruptedException {
        CompletableFuture<Integer> operation = calls.runAbortable(Operation.GET, "k", cancellation -> {
            started.countDown();
            return block();
        });
        await(started);
        operation.cancel(true);

        await(ended);
        assertThat(interrupted).isTrue();
    }

    @Test
    void anActionThatIsNamedTooLateRunsAtOnce() throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        CompletableFuture<Integer> operation = calls.runAbortable(Operation.GET, "k", cancellation -> {
            cancellation.onCancel(() -> {});
            started.countDown();
            await(cancelled);
            assertThat(cancellation.isCancelled()).isTrue();
            cancellation.onCancel(aborted::countDown);
            return 1;
        });
        await(started);
        operation.cancel(true);
        cancelled.countDown();

        await(aborted);
    }

    @Test
    void theActionRunsOnceAndNotWhereTheWorkHasEnded() throws InterruptedException {
        AtomicInteger times = new AtomicInteger();
        CompletableFuture<Integer> done = calls.runAbortable(Operation.GET, "k", cancellation -> {
            cancellation.onCancel(times::incrementAndGet);
            return 1;
        });
        assertThat(done).succeedsWithin(30, TimeUnit.SECONDS);
        done.cancel(true);
        assertThat(times).hasValue(0);

        CompletableFuture<Integer> operation = calls.runAbortable(Operation.GET, "k", cancellation -> {
            cancellation.onCancel(() -> {
                times.incrementAndGet();
                aborted.countDown();
            });
            started.countDown();
            await(aborted);
            return 1;
        });
        await(started);
        operation.cancel(true);
        operation.cancel(true);
        calls.close();
        assertThat(times).hasValue(1);
    }

    private int waitForAbort(Cancellation cancellation) {
        cancellation.onCancel(() -> {
            abortedBy.set(Thread.currentThread());
            aborted.countDown();
        });
        started.countDown();
        try {
            await(aborted);
        } catch (InterruptedException unwanted) {
            interrupted.set(true);
        }
        ended.countDown();
        return 1;
    }

    private int block() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException expected) {
            interrupted.set(true);
        }
        ended.countDown();
        return 1;
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
