package im.zk.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work under a deadline, and what may follow the end of its time. */
class TimedWorkTest {

    private static final int SECONDS = 20;

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    @Test
    void givesWhatTheWorkGivesInTime() throws Exception {
        TimedWork work = new TimedWork(executor, Duration.ofMinutes(1));

        assertThat(work.run(() -> 7).get(SECONDS, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void theEndOfItsTimeInterruptsTheWork() throws Exception {
        TimedWork work = new TimedWork(executor, Duration.ofMillis(20));
        CountDownLatch interrupted = new CountDownLatch(1);
        CompletableFuture<Boolean> stalled = work.run(() -> {
            try {
                return new CountDownLatch(1).await(SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException end) {
                interrupted.countDown();
                throw end;
            }
        });

        assertTimesOut(stalled);
        assertThat(interrupted.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatFollowsTheEndOfItsTimeMayBlockAndStopsNoOtherTimeout() throws Exception {
        TimedWork neverBegun = new TimedWork(work -> {}, Duration.ofMillis(20));
        int many = BackendExecutors.POOL_THREADS + 1;
        CountDownLatch blocked = new CountDownLatch(many);
        CountDownLatch goOn = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> following = new ArrayList<>();
        for (int number = 0; number < many; number++) {
            following.add(neverBegun.run(() -> true).handle((value, failure) -> {
                blocked.countDown();
                return await(goOn);
            }));
        }
        try {
            assertThat(blocked.await(SECONDS, TimeUnit.SECONDS))
                    .as("all %d are told, though each blocks", many)
                    .isTrue();
            assertTimesOut(neverBegun.run(() -> true));
            assertThat(new CompletableFuture<String>()
                            .completeOnTimeout("the program's own", 1, TimeUnit.MILLISECONDS)
                            .get(SECONDS, TimeUnit.SECONDS))
                    .isEqualTo("the program's own");
        } finally {
            goOn.countDown();
        }
        for (CompletableFuture<Boolean> each : following) {
            assertThat(each.get(SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void assertTimesOut(CompletableFuture<?> work) {
        assertThatThrownBy(() -> work.get(SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
