package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** What retries promise beside the contract of storage; a mutant of them is put to the same tests. */
abstract class RetryContract {

    static final byte[] VALUE = {1};

    final ManualTimer timer = new ManualTimer();
    final ManualStorage below = new ManualStorage();
    final List<Long> bounds = new ArrayList<>();

    /** Retries over a backend, with the time and the chance of the test. */
    abstract StorageBackend retrying(
            StorageBackend backend, RetryOptions options, ManualTimer timer, LongUnaryOperator random);

    RetryOptions.Builder options() {
        return RetryOptions.builder()
                .maxAttempts(4)
                .baseDelay(Duration.ofMillis(100))
                .maxDelay(Duration.ofMillis(300))
                .deadline(Duration.ofSeconds(10));
    }

    /** The longest wait that chance may give. */
    StorageBackend storage(RetryOptions.Builder options) {
        return retrying(below, options.build(), timer, bound -> {
            bounds.add(bound);
            return bound - 1;
        });
    }

    StorageBackend storage() {
        return storage(options());
    }

    private void passAll() {
        timer.pass(Duration.ofMillis(300));
    }

    @Test
    void everyOperationIsMadeAgain() {
        StorageBackend storage = storage();
        Failures.operations("key").forEach((name, operation) -> {
            int before = below.calls().size();
            CompletableFuture<?> call = operation.apply(storage);
            below.fail(before, ErrorKind.UNAVAILABLE);
            assertThat(call).as(name).isNotDone();
            passAll();
            assertThat(below.calls()).as(name).hasSize(before + 2);
            assertThat(below.calls().get(before + 1))
                    .startsWith(name + (name.equals("clear") || name.equals("keys") ? "" : " "));
            below.end(before + 1, null);
            assertThat(call).as(name).isCompletedWithValue(null);
        });
    }

    @Test
    void aCollectionIsTheCallersAgainBetweenTwoAttempts() {
        StorageBackend storage = storage();
        List<String> keys = new ArrayList<>(List.of("a", "b"));
        storage.getBatch(keys);
        storage.deleteBatch(keys);
        keys.clear();
        below.fail(0, ErrorKind.UNAVAILABLE);
        below.fail(1, ErrorKind.UNAVAILABLE);
        passAll();

        assertThat(below.calls())
                .endsWith("getBatch [a, b]", "deleteBatch [a, b]")
                .hasSize(4);
    }

    @Test
    void whatCannotHelpIsNotMadeAgain() {
        StorageBackend storage = storage();
        for (ErrorKind kind : ErrorKind.values()) {
            int before = below.calls().size();
            CompletableFuture<byte[]> call = storage.get("key");
            ServiceException failure = below.fail(before, kind);
            passAll();
            assertThat(below.calls()).as(kind.name()).hasSize(before + (kind.isRetryable() ? 2 : 1));
            if (!kind.isRetryable()) {
                assertThat(Failures.of(call)).isSameAs(failure);
            }
        }
    }

    @Test
    void theLastFailureSaysHowOftenItWasTried() {
        CompletableFuture<byte[]> call = storage().get("key");
        ServiceException last = below.fail(0, ErrorKind.UNAVAILABLE);
        for (int attempt = 1; attempt < 4; attempt++) {
            passAll();
            last = below.fail(attempt, ErrorKind.RATE_LIMITED);
        }
        passAll();

        assertThat(below.calls()).hasSize(4);
        ServiceException failure = Failures.of(call, ErrorKind.RATE_LIMITED);
        assertThat(failure.code()).isEqualTo(last.code());
        assertThat(failure).hasCause(last).hasMessage("It failed by hand. Tried 4 times.");
        assertThat(failure.details())
                .containsEntry(RetryingStorageBackend.ATTEMPTS, 4L)
                .containsEntry(RetryingStorageBackend.STOPPED_BY, "attempts")
                .containsEntry(ServiceException.KEY, "secret/key");
    }

    @Test
    void nothingIsDoneBeforeTheWaitIsOver() {
        storage().get("key");
        below.fail(0, ErrorKind.CONFLICT);

        timer.pass(Duration.ofMillis(99));
        assertThat(below.calls()).hasSize(1);
        timer.pass(Duration.ofMillis(1));
        assertThat(below.calls()).hasSize(2);
    }

    @Test
    void theWaitIsByChanceUpToABoundThatDoublesToTheLongest() {
        storage().get("key");
        for (int attempt = 0; attempt < 4; attempt++) {
            below.fail(attempt, ErrorKind.TIMEOUT);
            passAll();
        }
        assertThat(bounds).containsExactly(101L, 201L, 301L);
    }

    @Test
    void theWaitMayBeNothing() {
        retrying(below, options().build(), timer, bound -> 0).get("key");
        below.fail(0, ErrorKind.UNAVAILABLE);
        assertThat(below.calls()).as("not on the thread that failed").hasSize(1);
        timer.pass(Duration.ZERO);
        assertThat(below.calls()).hasSize(2);
    }

    @Test
    void theServiceIsLeftAloneAsLongAsItAsks() {
        storage().get("key");
        below.call(0)
                .completeExceptionally(Failures.failure(ErrorKind.RATE_LIMITED)
                        .detail(ServiceException.RETRY_AFTER_MILLIS, 5_000)
                        .build());

        timer.pass(Duration.ofMillis(5_000 + 99));
        assertThat(below.calls()).hasSize(1);
        timer.pass(Duration.ofMillis(1));
        assertThat(below.calls()).hasSize(2);
    }

    @Test
    void noWaitEndsBehindTheDeadline() {
        CompletableFuture<byte[]> call = storage().get("key");
        below.call(0)
                .completeExceptionally(Failures.failure(ErrorKind.RATE_LIMITED)
                        .detail(ServiceException.RETRY_AFTER_MILLIS, 9_901)
                        .build());

        assertThat(Failures.of(call, ErrorKind.RATE_LIMITED).details())
                .containsEntry(RetryingStorageBackend.ATTEMPTS, 1L)
                .containsEntry(RetryingStorageBackend.STOPPED_BY, "deadline");
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void theDeadlineCountsFromTheFirstAttempt() {
        CompletableFuture<byte[]> call = storage().get("key");
        timer.pass(Duration.ofSeconds(5));
        below.fail(0, ErrorKind.UNAVAILABLE);
        timer.pass(Duration.ofMillis(100));
        timer.pass(Duration.ofMillis(4_800));
        below.fail(1, ErrorKind.UNAVAILABLE);

        assertThat(Failures.of(call).details()).containsEntry(RetryingStorageBackend.STOPPED_BY, "deadline");
        assertThat(below.calls()).hasSize(2);
    }

    @Test
    void withoutABudgetAFailureIsFinalAtOnce() {
        StorageBackend storage = storage(options().budget(RetryBudget.of(2, 0)));
        CompletableFuture<byte[]> first = storage.get("key");
        CompletableFuture<byte[]> second = storage.get("key");
        CompletableFuture<byte[]> third = storage.get("key");
        below.fail(0, ErrorKind.UNAVAILABLE);
        below.fail(1, ErrorKind.UNAVAILABLE);
        below.fail(2, ErrorKind.UNAVAILABLE);

        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        assertThat(Failures.of(third, ErrorKind.UNAVAILABLE).details())
                .containsEntry(RetryingStorageBackend.ATTEMPTS, 1L)
                .containsEntry(RetryingStorageBackend.STOPPED_BY, "budget");
    }

    @Test
    void successesFillTheBudgetAgain() {
        RetryBudget budget = RetryBudget.of(1, 0.5);
        StorageBackend storage = storage(options().budget(budget));
        storage.get("key");
        below.fail(0, ErrorKind.UNAVAILABLE);
        assertThat(budget.tokens()).isZero();
        for (int success = 1; success <= 4; success++) {
            storage.get("key");
            below.end(success, VALUE);
        }
        assertThat(budget.tokens()).isOne();
    }

    @Test
    void cancellingDuringAWaitEndsIt() {
        CompletableFuture<byte[]> call = storage().get("key");
        below.fail(0, ErrorKind.UNAVAILABLE);
        assertThat(timer.waiting()).isOne();
        assertThat(call.cancel(true)).isTrue();

        assertThat(timer.waiting()).isZero();
        passAll();
        assertThat(below.calls()).hasSize(1);
    }

    @Test
    void cancellingDuringAnAttemptCancelsIt() {
        CompletableFuture<byte[]> call = storage().get("key");
        below.fail(0, ErrorKind.UNAVAILABLE);
        passAll();
        call.cancel(true);

        assertThat(below.last()).isCancelled();
        passAll();
        assertThat(below.calls()).hasSize(2);
    }

    @Test
    void theAttemptHasEndedBeforeACancelIsSeen() {
        CompletableFuture<?> call = storage().set("key", VALUE);
        below.fail(0, ErrorKind.UNAVAILABLE);
        passAll();
        AtomicBoolean ended = new AtomicBoolean();
        call.whenComplete((value, failure) -> ended.set(below.last().isCancelled()));
        call.cancel(true);

        assertThat(ended).as("the array is the caller's again").isTrue();
    }

    @Test
    void closeFailsWhatWaits() {
        StorageBackend storage = storage();
        CompletableFuture<byte[]> call = storage.get("key");
        below.fail(0, ErrorKind.UNAVAILABLE);
        storage.close();
        storage.close();

        assertThat(Failures.of(call, ErrorKind.CLOSED).details()).containsEntry(ServiceException.KEY, "key");
        passAll();
        assertThat(below.calls()).hasSize(1);
        assertThat(below.closed).isOne();
        assertThat(timer.closed).isOne();
    }

    @Test
    void aFailureBehindCloseIsNotWaitedFor() {
        StorageBackend storage = storage();
        CompletableFuture<byte[]> call = storage.get("key");
        storage.close();
        below.fail(0, ErrorKind.UNAVAILABLE);

        Failures.of(call, ErrorKind.CLOSED);
    }

    @Test
    void aBatchIsMadeAgainForTheKeysThatFailed() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        List.of("a", "b", "c", "d").forEach(key -> entries.put(key, VALUE));
        StorageBackend storage = storage();
        CompletableFuture<?> set = storage.setBatch(entries);
        CompletableFuture<?> delete = storage.deleteBatch(List.of("a", "b", "c", "b"));
        below.call(0).completeExceptionally(failedKeys("d", "b"));
        below.call(1).completeExceptionally(failedKeys("b"));
        passAll();

        assertThat(below.calls().subList(2, 4)).containsExactly("setBatch [b, d]", "deleteBatch [b]");
        below.call(2).completeExceptionally(failedKeys("b"));
        below.end(3, null);
        passAll();
        assertThat(below.calls().get(4)).isEqualTo("setBatch [b]");
        below.end(4, null);
        assertThat(set).isCompleted();
        assertThat(delete).isCompleted();
    }

    @Test
    void aBatchThatFailsAtLastNamesWhatIsNotDone() {
        StorageBackend storage = storage(options().maxAttempts(2));
        CompletableFuture<?> delete = storage.deleteBatch(List.of("a", "b", "c"));
        below.call(0).completeExceptionally(failedKeys("b"));
        passAll();
        below.call(1)
                .completeExceptionally(Failures.failure(ErrorKind.UNAVAILABLE).build());

        assertThat(Failures.of(delete).details()).containsEntry(ServiceException.FAILED_KEYS, List.of("b"));
    }

    @Test
    void aBatchThatNamesNoKeyAndOneThatReadsAreMadeAgainWhole() {
        StorageBackend storage = storage();
        storage.deleteBatch(List.of("a", "b"));
        storage.getBatch(List.of("a", "b"));
        below.fail(0, ErrorKind.UNAVAILABLE);
        below.call(1).completeExceptionally(failedKeys("b"));
        passAll();

        assertThat(below.calls().subList(2, 4)).containsExactly("deleteBatch [a, b]", "getBatch [a, b]");
    }

    @Test
    void whatIsNoFailureOfTheServiceIsPassedOn() {
        CompletableFuture<byte[]> call = storage().get("key");
        IllegalStateException bug = new IllegalStateException("a bug");
        below.call(0).completeExceptionally(bug);

        assertThat(call).failsWithin(Duration.ZERO).withThrowableThat().withCause(bug);
    }

    private static ServiceException failedKeys(String... keys) {
        return Failures.failure(ErrorKind.UNAVAILABLE).failedKeys(List.of(keys)).build();
    }
}
