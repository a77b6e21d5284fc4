package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a timeout promises beside the contract of storage; a mutant of it is put to the same tests. */
abstract class TimeoutContract {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    final ManualTimer timer = new ManualTimer();
    final ManualStorage below = new ManualStorage();

    /** A timeout over a backend, with the time of the test. */
    abstract StorageBackend timingOut(StorageBackend backend, ManualTimer timer);

    @Test
    void everyOperationThatTakesTooLongFailsAndIsCancelled() {
        StorageBackend storage = timingOut(below, timer);
        Failures.operations("key").forEach((name, operation) -> {
            CompletableFuture<?> call = operation.apply(storage);
            timer.pass(TIMEOUT.minusNanos(1));
            assertThat(call).as(name).isNotDone();
            timer.pass(Duration.ofNanos(1));
            Failures.of(call, ErrorKind.TIMEOUT);
            assertThat(below.last()).as(name).isCancelled();
        });
    }

    @Test
    void theFailureSaysHowLongAndWhichKey() {
        StorageBackend storage = timingOut(below, timer);
        CompletableFuture<?> one = storage.get("key");
        CompletableFuture<?> many = storage.setBatch(Map.of("a", new byte[0]));
        timer.pass(TIMEOUT);

        assertThat(Failures.of(one)).hasMessageContaining("No answer within 10000 ms");
        assertThat(Failures.of(one).details())
                .containsEntry(ServiceException.KEY, "key")
                .containsEntry(TimeoutStorageBackend.TIMEOUT_MILLIS, 10_000L);
        assertThat(Failures.of(many).details()).containsEntry(ServiceException.FAILED_KEYS, List.of("a"));
    }

    @Test
    void theFailureNamesTheKeysThatTheCollectionHadAtTheCall() {
        List<String> keys = new ArrayList<>(List.of("a", "b"));
        CompletableFuture<?> deleted = timingOut(below, timer).deleteBatch(keys);
        keys.clear();
        timer.pass(TIMEOUT);

        assertThat(Failures.of(deleted).details()).containsEntry(ServiceException.FAILED_KEYS, List.of("a", "b"));
    }

    @Test
    void aResultInTimeIsPassedOnAndNothingWaitsAnyMore() {
        StorageBackend storage = timingOut(below, timer);
        CompletableFuture<byte[]> read = storage.get("key");
        CompletableFuture<?> refused = storage.get("key");
        below.end(0, new byte[] {7});
        ServiceException failure = below.fail(1, ErrorKind.PERMISSION_DENIED);

        assertThat(read.join()).containsExactly(7);
        assertThat(Failures.of(refused)).isSameAs(failure);
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void cancellingCancelsTheWorkAndTheWait() {
        CompletableFuture<byte[]> call = timingOut(below, timer).get("key");
        call.cancel(true);

        assertThat(below.last()).isCancelled();
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void theWorkHasEndedBeforeACancelOrATimeoutIsSeen() {
        StorageBackend storage = timingOut(below, timer);
        for (Consumer<CompletableFuture<?>> leaves :
                List.<Consumer<CompletableFuture<?>>>of(call -> call.cancel(true), call -> timer.pass(TIMEOUT))) {
            CompletableFuture<?> call = storage.set("key", new byte[1]);
            AtomicBoolean ended = new AtomicBoolean();
            call.whenComplete((value, failure) -> ended.set(below.last().isCancelled()));
            leaves.accept(call);
            assertThat(ended).as("the array is the caller's again").isTrue();
        }
    }

    @Test
    void eachCallHasItsOwnTime() {
        StorageBackend storage = timingOut(below, timer);
        CompletableFuture<?> first = storage.get("first");
        timer.pass(TIMEOUT.dividedBy(2));
        CompletableFuture<?> second = storage.get("second");
        timer.pass(TIMEOUT.dividedBy(2));

        Failures.of(first, ErrorKind.TIMEOUT);
        assertThat(second).isNotDone();
    }

    @Test
    void closeEndsTheTimerAndWhatIsWrappedOnce() {
        StorageBackend storage = timingOut(below, timer);
        storage.close();
        storage.close();

        assertThat(timer.closed).isOne();
        assertThat(below.closed).isOne();
    }
}
