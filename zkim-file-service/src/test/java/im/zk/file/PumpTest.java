package im.zk.file;

import static im.zk.file.Files.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever the end of a pump is, what it waited for is cancelled. */
class PumpTest {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CompletableFuture<Integer> first = new CompletableFuture<>();
    private final CompletableFuture<Integer> second = new CompletableFuture<>();
    private final CompletableFuture<Boolean> waiting = new CompletableFuture<>();
    private final AtomicInteger ends = new AtomicInteger();
    private final Waiting pump = new Waiting();
    private volatile @Nullable RuntimeException thrownAtEnd;

    @AfterEach
    void close() {
        thread.shutdown();
    }

    @Test
    void aFailureOfOneCancelsTheOther() {
        CompletableFuture<Integer> result = begun();

        first.completeExceptionally(new IllegalStateException("broken"));

        assertThatThrownBy(() -> await(result)).isInstanceOf(IllegalStateException.class);
        assertThat(second).isCancelled();
        assertThat(ends).hasValue(1);
    }

    @Test
    void cancellingTheResultCancelsBoth() {
        CompletableFuture<Integer> result = begun();

        result.cancel(true);

        assertThat(List.of(first, second)).allMatch(CompletableFuture::isCancelled);
        assertThat(ends).hasValue(1);
    }

    @Test
    void cancellingTheResultInterruptsTheStep() {
        CompletableFuture<Boolean> inStep = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<Integer> result = new Pump<Integer>(thread) {
            @Override
            void step() {
                inStep.complete(true);
                try {
                    new CompletableFuture<>().get();
                    interrupted.complete(false);
                } catch (InterruptedException asItShould) {
                    interrupted.complete(true);
                } catch (java.util.concurrent.ExecutionException never) {
                    interrupted.completeExceptionally(never);
                }
            }
        }.start();
        await(inStep);

        result.cancel(true);

        assertThat(await(interrupted)).isTrue();
    }

    @Test
    void anEndBeforeOneArrivedCancelsIt() {
        CompletableFuture<Integer> result = begun();

        first.complete(7);

        assertThat(await(result)).isEqualTo(7);
        assertThat(second).isCancelled();
        assertThat(ends).hasValue(1);
    }

    @Test
    void whatIsWaitedForAfterTheEndIsCancelledAtOnce() {
        CompletableFuture<Integer> result = begun();
        result.cancel(true);
        CompletableFuture<Integer> late = new CompletableFuture<>();

        pump.await(late);

        assertThat(late).isCancelled();
        assertThatThrownBy(result::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void whatTheEndThrowsIsTheResult() {
        RuntimeException thrown = new IllegalStateException("at the end");
        thrownAtEnd = thrown;
        CompletableFuture<Integer> complete = begun();

        first.complete(7);

        assertThatThrownBy(() -> await(complete)).isSameAs(thrown);
    }

    @Test
    void whatTheEndThrowsIsBesideTheFailure() {
        RuntimeException thrown = new IllegalStateException("at the end");
        thrownAtEnd = thrown;
        CompletableFuture<Integer> failed = begun();

        first.completeExceptionally(new IllegalStateException("broken"));

        assertThatThrownBy(() -> await(failed)).hasMessage("broken").hasSuppressedException(thrown);
    }

    private CompletableFuture<Integer> begun() {
        CompletableFuture<Integer> result = pump.start();
        Files.await(waiting);
        return result;
    }

    /** Waits for both, and ends with the value of the first. */
    private final class Waiting extends Pump<Integer> {
        private boolean begun;

        Waiting() {
            super(thread);
        }

        @Override
        void step() {
            if (!begun) {
                begun = true;
                await(first);
                await(second);
                waiting.complete(true);
            }
            if (first.isDone()) {
                complete(first.join());
            }
        }

        @Override
        void ended() {
            ends.incrementAndGet();
            RuntimeException thrown = thrownAtEnd;
            if (thrown != null) {
                throw thrown;
            }
        }
    }
}
