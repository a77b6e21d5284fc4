package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The mirror keeps its contract, and what breaks it is noticed. */
class MirrorStorageBackendTest {

    static MirrorStorageBackend mirror(StorageBackend[] sides, StorageBackend[] notes, int minimumWrites) {
        return MirrorStorageBackend.builder()
                .side("near", sides[0], notes[0])
                .side("far", sides[1], notes[1])
                .minimumWrites(minimumWrites)
                .build();
    }

    @TestFactory
    Stream<DynamicTest> everyMutantIsCaught() {
        return MutantRun.everyMutantIsCaught(MirrorStorageBackendTest.class);
    }

    @Test
    void closingTellsTheFailureOfEverySide() {
        StorageBackend[] notes = {new InMemoryStorage(), new InMemoryStorage()};
        StorageBackend[] sides = {failingToClose("near"), failingToClose("far")};

        assertThatThrownBy(mirror(sides, notes, 2)::close)
                .hasMessage("near")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("far"));
    }

    private static StorageBackend failingToClose(String message) {
        return new ForwardingStorageBackend(new InMemoryStorage()) {
            @Override
            public void close() {
                throw new IllegalStateException(message);
            }
        };
    }

    @Nested
    class Rules extends MirrorContract {
        @Override
        StorageBackend newMirror(FailingStorage[] sides, FailingStorage[] notes, int minimumWrites) {
            return mirror(sides, notes, minimumWrites);
        }

        @Test
        void repairBringsEverySideUpToDateWithoutReads() {
            MirrorStorageBackend own = (MirrorStorageBackend) started(1);
            down(1, true);
            own.set("a", NEW).join();
            own.set("b", NEW).join();
            assertThat(own.keysBehind()).isEqualTo(2);
            assertThat(own.divergences()).isEqualTo(2);
            assertFails(own.repair(), ErrorKind.UNAVAILABLE);
            down(1, false);
            own.repair().join();

            assertThat(own.keysBehind()).isZero();
            assertThat(own.repairs()).isEqualTo(2);
            assertThat(values[1].keys().join()).containsExactly("a", "b");
            assertThat(noted[0].keys().join()).isEmpty();
        }

        @Test
        void listingWhereEverySideIsBehindFails() {
            MirrorStorageBackend own = (MirrorStorageBackend) started(1);
            down(1, true);
            own.set("a", NEW).join();
            down(1, false);
            down(0, true);
            own.set("b", NEW).join();

            assertFails(own.keys(), ErrorKind.UNAVAILABLE);
            down(0, false);
            assertThat(own.keys().join()).containsExactly("a", "b");
        }

        @Test
        void whatOthersSeeIsPromisedOnlyWhereAWriteNeedsAllSides() {
            assertThat(restart(2).capabilities()).contains(Capability.READ_AFTER_WRITE);
            assertThat(restart(1).capabilities()).doesNotContain(Capability.READ_AFTER_WRITE);
            assertThat(mirror).hasToString("Mirror[near=Failing(Memory), far=Failing(Memory)]");
        }
    }

    @Test
    void writersOfOneKeyLeaveTheSameOnBothSides() throws Exception {
        StrictService near = StrictService.create();
        StrictService far = StrictService.create();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        StorageBackend[] sides = {new StrictStorage(near, null), new StrictStorage(far, null)};
        StorageBackend[] notes = {new InMemoryStorage(), new InMemoryStorage()};
        try (StorageBackend mirror = mirror(sides, notes, 2)) {
            for (int round = 0; round < 50; round++) {
                List<Callable<Void>> writers = new ArrayList<>();
                for (byte writer = 0; writer < 4; writer++) {
                    byte[] value = {(byte) round, writer};
                    writers.add(() -> {
                        CompletableFuture<?> batch = mirror.setBatch(Map.of("key", value, "other", value));
                        mirror.set("key", value).join();
                        batch.join();
                        return null;
                    });
                }
                for (Future<Void> each : threads.invokeAll(writers)) {
                    each.get();
                }
                assertThat(near.values.get("key")).isEqualTo(far.values.get("key"));
                assertThat(near.values.get("other")).isEqualTo(far.values.get("other"));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void sidesThatCannotBeUsedAreRefused() {
        StorageBackend memory = new InMemoryStorage();
        List<Callable<?>> refused = List.of(
                () -> MirrorStorageBackend.builder().side("one", memory, memory).build(),
                () -> MirrorStorageBackend.builder().side("a,b", memory, memory),
                () -> MirrorStorageBackend.builder().side("a", memory, memory).side("a", memory, memory),
                () -> mirror(new StorageBackend[] {memory, memory}, new StorageBackend[] {memory, memory}, 3));
        for (Callable<?> each : refused) {
            assertThatThrownBy(each::call)
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_CONFIG));
        }
    }

    /** The tests, put to a mirror without notes. */
    abstract static class Naive extends MirrorContract {
        @Override
        StorageBackend newMirror(FailingStorage[] sides, FailingStorage[] notes, int minimumWrites) {
            return new NaiveMirror(sides[0], sides[1]);
        }
    }

    @CaughtBy("aDeleteThatASideMissedDoesNotComeBack")
    static class LetsADeleteComeBack extends Naive {}

    @CaughtBy("aSetThatASideMissedIsNotUndone")
    static class LetsASetBeUndone extends Naive {}

    @CaughtBy("aClearThatASideMissedDoesNotComeBack")
    static class LetsAClearComeBack extends Naive {}

    @CaughtBy("whileASideIsDownTheOtherAnswers")
    static class ListsOnTheFirstSideAlone extends Naive {}

    @CaughtBy("aWriteWaitsForTheRepairOfAReadThatWasCancelled")
    static class OvertakesItsOwnRepair extends Naive {}

    @CaughtBy("aDeleteThatASideMissedDoesNotComeBack")
    static class ForgetsNotesWhenItEnds extends MirrorContract {
        @Override
        StorageBackend newMirror(FailingStorage[] sides, FailingStorage[] notes, int minimumWrites) {
            StorageBackend[] forgotten = {new InMemoryStorage(), new InMemoryStorage()};
            return mirror(sides, forgotten, minimumWrites);
        }
    }

    @CaughtBy("whoMissedTheLaterWriteIsBehind")
    static class BelievesTheNotesOfOneSide extends MirrorContract {
        @Override
        StorageBackend newMirror(FailingStorage[] sides, FailingStorage[] notes, int minimumWrites) {
            return mirror(sides, new StorageBackend[] {notes[0], new InMemoryStorage()}, minimumWrites);
        }
    }

    @CaughtBy("aDeleteThatASideMissedDoesNotComeBack")
    static class IsContentWithOneSide extends MirrorContract {
        @Override
        StorageBackend newMirror(FailingStorage[] sides, FailingStorage[] notes, int minimumWrites) {
            return mirror(sides, notes, 1);
        }
    }

    @CaughtBy("closingClosesEachOnce")
    static class LeavesTheSecondSideOpen extends Naive {}
}
