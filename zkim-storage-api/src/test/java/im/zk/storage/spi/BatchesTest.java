package im.zk.storage.spi;

import static im.zk.storage.spi.TestErrors.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many calls at a time: bounded, all made, and failures reported with their keys (O7). */
class BatchesTest {

    @Test
    void keysAreTakenOnceInTheirOrderAndNoneIsNull() {
        assertThat(Batches.distinct(List.of("b", "a", "b", "c", "a"))).containsExactly("b", "a", "c");
        assertThatNullPointerException().isThrownBy(() -> Batches.distinct(Arrays.asList("a", null)));
    }

    @Test
    void chunksHoldEverythingInOrder() {
        List<Integer> all = IntStream.range(0, 25).boxed().toList();

        assertThat(Batches.chunks(all, 10)).extracting(List::size).containsExactly(10, 10, 5);
        assertThat(Batches.chunks(all, 10).stream().flatMap(List::stream)).containsExactlyElementsOf(all);
        assertThat(Batches.chunks(List.of(), 10)).isEmpty();
        assertThat(Batches.chunks(all, 25)).hasSize(1);
    }

    @Test
    void neverMoreThanTheBoundAreUnderWayAndTheBoundIsUsed() {
        List<CompletableFuture<@Nullable Void>> open = new ArrayList<>();
        CompletableFuture<@Nullable Void> all = run(keys(10), 3, key -> {
            CompletableFuture<@Nullable Void> call = new CompletableFuture<>();
            open.add(call);
            return call;
        });

        for (int ended = 0; ended < 10; ended++) {
            assertThat(all).isNotDone();
            assertThat(open).hasSize(Math.min(10, ended + 3));
            open.get(ended).complete(null);
        }
        assertThat(all).isCompleted();
    }

    @Test
    void itIsNotDoneBeforeTheLastCallHoweverQuicklyAnotherThreadEndsThem() {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 300; round++) {
                AtomicInteger made = new AtomicInteger();
                CompletableFuture<@Nullable Void> all = run(keys(2_000), 1 + round % 2, key -> {
                    made.incrementAndGet();
                    return Futures.supply(executor, () -> key);
                });
                assertThat(all).succeedsWithin(Duration.ofSeconds(30));
                assertThat(made).as("calls that were made when all was done").hasValue(2_000);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void nothingToDoIsDone() {
        assertThat(run(List.of(), 3, key -> CompletableFuture.completedFuture(null)))
                .isCompleted();
    }

    @Test
    void callsThatAreCompleteAtOnceDoNotDeepenTheStack() {
        AtomicInteger made = new AtomicInteger();

        assertThat(run(keys(200_000), 2, key -> CompletableFuture.completedFuture(made.incrementAndGet())))
                .isCompleted();
        assertThat(made).hasValue(200_000);
    }

    @Test
    void theRestIsDoneWhereSomeFailAndAllFailedKeysAreNamed() {
        List<String> made = new ArrayList<>();
        ServiceException failure = failureOf(run(keys(10), 4, key -> {
            made.add(key);
            return key.endsWith("3") || key.endsWith("7")
                    ? CompletableFuture.failedFuture(error(key, ErrorKind.UNAVAILABLE))
                    : CompletableFuture.completedFuture(null);
        }));

        assertThat(made).hasSize(10);
        assertThat(failure.details()).containsEntry(ServiceException.FAILED_KEYS, List.of("key 3", "key 7"));
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure).hasMessageContaining("Failed for 2 keys").hasMessageContaining("key 3 failed");
        assertThat(failure.code()).isEqualTo("TEST_UPLOAD_ERROR");
        assertThat(failure.getCause()).hasMessageContaining("key 3 failed");
        assertThat(failure.getSuppressed()).hasSize(1);
    }

    @Test
    void oneThatCannotBeRetriedMakesTheWholeSo() {
        ServiceException failure = failureOf(run(
                keys(3),
                1,
                key -> CompletableFuture.failedFuture(
                        error(key, key.endsWith("2") ? ErrorKind.PERMISSION_DENIED : ErrorKind.RATE_LIMITED))));

        assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void aChunkThatNamesItsFailedKeysHasOnlyTheseFail() {
        ServiceException named = ServiceException.builder("TEST", ErrorKind.CONFLICT, "one of them")
                .failedKeys(List.of("b"))
                .build();
        Map<List<String>, CompletableFuture<?>> calls = new ConcurrentHashMap<>(Map.of(
                List.of("a", "b"), CompletableFuture.failedFuture(named),
                List.of("c", "d"), CompletableFuture.failedFuture(error("c", ErrorKind.CONFLICT))));
        CompletableFuture<@Nullable Void> all = Batches.run(
                List.of(List.of("a", "b"), List.of("c", "d")).iterator(),
                1,
                chunk -> chunk,
                chunk -> Objects.requireNonNull(calls.get(chunk)));

        assertThat(failureOf(all).details()).containsEntry(ServiceException.FAILED_KEYS, List.of("b", "c", "d"));
    }

    @Test
    void aCallThatThrowsHasFailed() {
        ServiceException failure = failureOf(run(keys(2), 1, key -> {
            throw new IllegalStateException("thrown for " + key);
        }));

        assertThat(failure.kind()).isEqualTo(ErrorKind.UNKNOWN);
        assertThat(failure.details()).containsEntry(ServiceException.FAILED_KEYS, List.of("key 0", "key 1"));
        assertThat(failure).hasRootCauseMessage("thrown for key 0");
    }

    @Test
    void whatTheKeysComeFromMayFail() {
        IllegalStateException thrown = new IllegalStateException("no more");
        Iterator<String> broken = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public String next() {
                throw thrown;
            }
        };

        assertThat(Batches.run(broken, 2, List::of, key -> CompletableFuture.completedFuture(null)))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCause(thrown);
    }

    @Test
    void cancellingCancelsTheCallsUnderWayAndMakesNoMore() {
        List<CompletableFuture<@Nullable Void>> open = new ArrayList<>();
        CompletableFuture<@Nullable Void> all = run(keys(10), 3, key -> {
            CompletableFuture<@Nullable Void> call = new CompletableFuture<>();
            open.add(call);
            return call;
        });

        assertThat(all.cancel(true)).isTrue();
        assertThat(open).hasSize(3).allSatisfy(call -> assertThat(call).isCancelled());
    }

    @Test
    void whoCancelsWhileACallBeginsSeesItEnded() throws InterruptedException {
        List<CompletableFuture<@Nullable Void>> open = new ArrayList<>();
        List<Thread> cancellers = new ArrayList<>();
        AtomicBoolean sawItEnded = new AtomicBoolean();
        CompletableFuture<CompletableFuture<@Nullable Void>> all = new CompletableFuture<>();
        all.complete(run(keys(2), 1, key -> {
            CompletableFuture<@Nullable Void> call = new CompletableFuture<>();
            open.add(call);
            if (open.size() == 2) {
                Thread cancels = new Thread(() -> {
                    all.join().cancel(true);
                    sawItEnded.set(call.isCancelled());
                });
                cancellers.add(cancels);
                cancels.start();
                while (cancels.isAlive() && cancels.getState() != Thread.State.BLOCKED) {
                    Thread.onSpinWait();
                }
            }
            return call;
        }));

        open.get(0).complete(null);
        cancellers.get(0).join();
        assertThat(sawItEnded).isTrue();
        assertThat(all.join()).isCancelled();
    }

    private static CompletableFuture<@Nullable Void> run(
            List<String> keys, int concurrency, Function<String, ? extends CompletableFuture<?>> call) {
        return Batches.run(keys.iterator(), concurrency, List::of, call);
    }

    private static List<String> keys(int count) {
        return IntStream.range(0, count).mapToObj(number -> "key " + number).toList();
    }

    private static ServiceException error(String key, ErrorKind kind) {
        return new TestErrors().error(Operation.SET, key, kind, key + " failed").build();
    }
}
