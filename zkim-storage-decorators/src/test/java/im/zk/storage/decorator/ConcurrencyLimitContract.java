package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a concurrency limit promises beside the contract of storage; a mutant of it is put to the same tests. */
abstract class ConcurrencyLimitContract {

    private static final int MANY = 20_000;

    final ManualTimer timer = new ManualTimer();
    final ManualStorage below = new ManualStorage();

    /** A limit over a backend. */
    abstract StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer);

    StorageBackend storage(int limit, int queue) {
        return limiting(below, options(limit, queue), timer);
    }

    private static ConcurrencyLimitOptions options(int limit, int queue) {
        return ConcurrencyLimitOptions.builder()
                .maxConcurrent(limit)
                .maxQueued(queue)
                .build();
    }

    private void end(int at) {
        below.end(at, null);
        timer.run();
    }

    @Test
    void noMoreThanTheLimitAreUnderWayAndTheRestComesInItsOrder() {
        StorageBackend storage = storage(2, 10);
        for (int number = 0; number < 6; number++) {
            storage.get("key " + number);
        }
        assertThat(below.calls()).containsExactly("get key 0", "get key 1");
        end(1);
        assertThat(below.calls()).containsExactly("get key 0", "get key 1", "get key 2");
        end(0);
        end(2);
        assertThat(below.calls()).endsWith("get key 3", "get key 4").hasSize(5);
        storage.get("new");
        end(3);
        end(4);
        assertThat(below.calls()).endsWith("get key 5", "get new");
    }

    @Test
    void everyOperationTakesOnePermit() {
        StorageBackend storage = storage(1, 0);
        Failures.operations("key").forEach((name, operation) -> {
            CompletableFuture<?> call = operation.apply(storage);
            Failures.operations("key")
                    .forEach((other, refused) -> Failures.of(refused.apply(storage), ErrorKind.RATE_LIMITED));
            below.last().complete(null);
            timer.run();
            assertThat(call).as(name).isCompleted();
        });
        assertThat(below.calls()).hasSize(10);
    }

    @Test
    void aBatchIsOneCall() {
        StorageBackend storage = storage(1, 0);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int number = 0; number < 100; number++) {
            entries.put("key " + number, new byte[0]);
        }
        CompletableFuture<?> call = storage.setBatch(entries);
        assertThat(below.calls()).hasSize(1);
        end(0);
        assertThat(call).isCompleted();
    }

    @Test
    void aCollectionIsTheCallersAgainWhileItsCallWaits() {
        StorageBackend storage = storage(1, 10);
        List<String> keys = new ArrayList<>(List.of("a", "b"));
        storage.get("first");
        storage.deleteBatch(keys);
        storage.getBatch(keys);
        keys.clear();
        end(0);
        end(1);

        assertThat(below.calls()).containsExactly("get first", "deleteBatch [a, b]", "getBatch [a, b]");
    }

    @Test
    void aFullQueueRefusesAndNamesLimitAndQueue() {
        StorageBackend storage = storage(1, 2);
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            calls.add(storage.get("key " + number));
        }
        ServiceException failure = Failures.of(calls.get(3), ErrorKind.RATE_LIMITED);
        assertThat(failure).hasMessageContainingAll("1 are under way", "2 wait", "limit", "queue");
        assertThat(failure.details())
                .containsEntry(ServiceException.KEY, "key 3")
                .containsEntry(ConcurrencyLimitStorageBackend.LIMIT, 1L)
                .containsEntry(ConcurrencyLimitStorageBackend.QUEUE, 2L);
        assertThat(calls.subList(0, 3)).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void cancellingLeavesTheQueue() {
        StorageBackend storage = storage(1, 1);
        storage.get("first");
        CompletableFuture<?> cancelled = storage.get("cancelled");
        cancelled.cancel(true);
        CompletableFuture<?> third = storage.get("third");

        assertThat(third).isNotDone();
        end(0);
        assertThat(below.calls()).containsExactly("get first", "get third");
    }

    @Test
    void aPermitComesBackOnceHoweverACallEnds() {
        StorageBackend storage = storage(1, 10);
        CompletableFuture<?> cancelled = storage.get("cancelled");
        storage.get("fails");
        storage.get("succeeds");
        storage.get("last");
        storage.get("waits");
        cancelled.cancel(true);
        timer.run();
        assertThat(below.call(0)).isCancelled();
        assertThat(below.calls()).hasSize(2);
        below.fail(1, ErrorKind.UNAVAILABLE);
        timer.run();
        assertThat(below.calls()).hasSize(3);
        end(2);
        assertThat(below.calls()).hasSize(4);
        cancelled.cancel(true);
        timer.run();
        assertThat(below.calls()).hasSize(4);
    }

    @Test
    void whatIsCancelledOnItsWayOutOfTheQueuePassesThePermitOn() {
        StorageBackend storage = storage(1, 10);
        storage.get("first");
        CompletableFuture<?> cancelled = storage.get("cancelled");
        storage.get("third");
        below.end(0, null);
        cancelled.cancel(true);
        timer.run();

        assertThat(below.calls()).containsExactly("get first", "get third");
    }

    @Test
    void theWorkHasEndedBeforeACancelIsSeen() {
        StorageBackend storage = storage(1, 10);
        for (CompletableFuture<?> call : List.of(storage.set("a", new byte[1]), storage.set("b", new byte[1]))) {
            AtomicBoolean ended = new AtomicBoolean();
            call.whenComplete((value, failure) -> ended.set(below.last().isCancelled()));
            call.cancel(true);
            assertThat(ended).as("the array is the caller's again").isTrue();
            timer.run();
        }
        assertThat(below.calls()).containsExactly("set a", "set b");
    }

    @Test
    void closeFailsWhatWaits() {
        StorageBackend storage = storage(1, 10);
        storage.get("first");
        CompletableFuture<?> waiting = storage.get("waiting");
        storage.close();
        storage.close();

        Failures.of(waiting, ErrorKind.CLOSED);
        Failures.of(storage.get("key"), ErrorKind.CLOSED);
        assertThat(below.calls()).hasSize(1);
        assertThat(below.closed).isOne();
        assertThat(timer.closed).isOne();
    }

    @Test
    void whoBlocksOnTheNextCallWhenOneEndsIsServed() throws Exception {
        CompletableFuture<byte[]> first = new CompletableFuture<>();
        try (StorageBackend storage = limiting(answering(first), options(1, 10), new SystemTimer())) {
            CompletableFuture<Boolean> waits = storage.get("first")
                    .thenApply(value -> storage.has("second").join());
            Thread service = new Thread(() -> first.complete(null), "service");
            service.setDaemon(true);
            service.start();

            assertThat(waits.get(5, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void aLongQueueDoesNotDeepenTheStack() throws Exception {
        CompletableFuture<byte[]> first = new CompletableFuture<>();
        try (StorageBackend storage = limiting(answering(first), options(1, MANY), new SystemTimer())) {
            storage.get("first");
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int number = 0; number < MANY; number++) {
                calls.add(storage.get("key"));
            }
            first.complete(null);
            CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        }
    }

    /** Answers at once, but for the first call. */
    private static StorageBackend answering(CompletableFuture<byte[]> first) {
        return new Tampered(new InMemoryStorage()) {
            @Override
            public CompletableFuture<byte[]> get(String key) {
                return key.equals("first") ? first : super.get(key);
            }
        };
    }
}
