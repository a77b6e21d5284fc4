package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mirror of two sides promises when one of them fails. Side 0 is the one that is asked first. */
abstract class MirrorContract {

    static final byte[] OLD = {1};
    static final byte[] NEW = {2, 2};

    /** What is on disk, so to speak: it outlives the mirror. */
    final InMemoryStorage[] values = {new InMemoryStorage(), new InMemoryStorage()};

    final InMemoryStorage[] noted = {new InMemoryStorage(), new InMemoryStorage()};
    FailingStorage[] sides = new FailingStorage[2];
    FailingStorage[] notes = new FailingStorage[2];
    StorageBackend mirror = restart(2);

    abstract StorageBackend newMirror(FailingStorage[] sides, FailingStorage[] notes, int minimumWrites);

    /** Another mirror over the same stores, all of which are up, as after the end of a process. */
    StorageBackend restart(int minimumWrites) {
        for (int side = 0; side < 2; side++) {
            sides[side] = new FailingStorage(values[side].newClient());
            notes[side] = new FailingStorage(noted[side].newClient());
        }
        mirror = newMirror(sides, notes, minimumWrites);
        return mirror;
    }

    /** Another mirror that has read all notes. */
    StorageBackend started(int minimumWrites) {
        restart(minimumWrites).has("another").join();
        return mirror;
    }

    /** Takes a side down, its notes with it. */
    void down(int side, boolean isDown) {
        sides[side].down(isDown);
        notes[side].down(isDown);
    }

    static @Nullable Throwable failure(CompletableFuture<?> future) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        assertThat(future).isDone();
        future.whenComplete((value, thrown) -> failure.set(thrown));
        return failure.get();
    }

    static void assertFails(CompletableFuture<?> future, ErrorKind kind) {
        assertThat(failure(future))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        thrown -> assertThat(thrown.kind()).isEqualTo(kind));
    }

    /** Asserts what every kind of read says of a key. */
    void assertReads(byte @Nullable [] value) {
        assertThat(mirror.get("key").join()).isEqualTo(value);
        assertThat(mirror.has("key").join()).isEqualTo(value != null);
        byte[] ofBatch = mirror.getBatch(List.of("key", "more")).join().get("key");
        assertThat(ofBatch).isEqualTo(value);
        assertThat(mirror.keys().join().contains("key")).isEqualTo(value != null);
        assertThat(mirror.listKeys(KeyQuery.all()).join().keys().contains("key"))
                .isEqualTo(value != null);
    }

    void assertStored(byte @Nullable [] value) {
        assertThat(values[0].get("key").join()).as("on side 0").isEqualTo(value);
        assertThat(values[1].get("key").join()).as("on side 1").isEqualTo(value);
    }

    @Test
    void aWriteGoesToAllSides() {
        mirror.set("key", OLD).join();
        assertStored(OLD);
        mirror.setBatch(Map.of("key", NEW)).join();
        assertStored(NEW);
        mirror.delete("key").join();
        assertStored(null);
        assertThat(noted[0].keys().join()).isEmpty();
    }

    @Test
    void theFirstSideThatHasTheKeyAnswers() {
        mirror.set("key", OLD).join();
        int before = sides[1].calls();
        assertReads(OLD);

        assertThat(sides[1].calls() - before)
                .as("calls of side 1, for the key 'more'")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whileASideIsDownTheOtherAnswers(int side) {
        mirror.set("key", OLD).join();
        down(side, true);

        assertReads(OLD);
        assertThat(mirror.get("missing").join()).isNull();
    }

    @Test
    void whatTheFirstSideHasLostIsGivenBack() {
        mirror.set("key", OLD).join();
        values[0].delete("key").join();

        assertThat(mirror.get("key").join()).isEqualTo(OLD);
        assertStored(OLD);
    }

    @Test
    void aWriteWaitsForTheRepairOfAReadThatWasCancelled() {
        mirror.set("key", OLD).join();
        values[0].delete("key").join();
        CompletableFuture<@Nullable Void> stalled = new CompletableFuture<>();
        AtomicBoolean isRepair = new AtomicBoolean(true);
        sides[0] = new FailingStorage(new Tampered(values[0]) {
            @Override
            public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                return isRepair.getAndSet(false)
                        ? stalled.thenCompose(goesOn -> super.set(key, value))
                        : super.set(key, value);
            }
        });
        mirror = newMirror(sides, notes, 2);
        mirror.get("key").cancel(true);
        CompletableFuture<@Nullable Void> write = mirror.set("key", NEW);

        assertThat(write).as("while the repair is under way").isNotDone();
        stalled.complete(null);
        assertThat(write).isCompleted();
        assertStored(NEW);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 2", "0, 1", "1, 1"})
    void aDeleteThatASideMissedDoesNotComeBack(int side, int minimum) {
        assertMissedWriteHolds(side, minimum, storage -> storage.delete("key"), null);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 2", "0, 1", "1, 1"})
    void aBatchOfDeletesThatASideMissedDoesNotComeBack(int side, int minimum) {
        assertMissedWriteHolds(side, minimum, storage -> storage.deleteBatch(List.of("other", "key")), null);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 2", "0, 1", "1, 1"})
    void aClearThatASideMissedDoesNotComeBack(int side, int minimum) {
        assertMissedWriteHolds(side, minimum, StorageBackend::clear, null);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 2", "0, 1", "1, 1"})
    void aSetThatASideMissedIsNotUndone(int side, int minimum) {
        assertMissedWriteHolds(side, minimum, storage -> storage.set("key", NEW), NEW);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 2", "0, 1", "1, 1"})
    void aBatchOfSetsThatASideMissedIsNotUndone(int side, int minimum) {
        assertMissedWriteHolds(side, minimum, storage -> storage.setBatch(Map.of("key", NEW, "x", NEW)), NEW);
    }

    private void assertMissedWriteHolds(
            int side,
            int minimum,
            Function<StorageBackend, CompletableFuture<@Nullable Void>> write,
            byte @Nullable [] after) {
        restart(minimum);
        mirror.setBatch(Map.of("key", OLD, "other", OLD)).join();
        down(side, true);
        CompletableFuture<@Nullable Void> missed = write.apply(mirror);
        if (minimum == 2) {
            assertFails(missed, ErrorKind.UNAVAILABLE);
        } else {
            assertThat(missed).isCompleted();
        }
        assertReads(after);
        restart(minimum);
        assertReads(after);
        assertStored(after);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aMissedWriteHoldsWhenTheSideIsUpAgainAndTheOtherDown(int side) {
        restart(1);
        mirror.set("key", OLD).join();
        down(side, true);
        mirror.delete("key").join();
        down(side, false);
        sides[1 - side].down(true);

        // It has the key, and must not be believed.
        assertFails(mirror.get("key"), ErrorKind.UNAVAILABLE);
        sides[1 - side].down(false);
        assertReads(null);
        assertStored(null);
    }

    @Test
    void whoMissedTheLaterWriteIsBehind() {
        started(1);
        down(1, true);
        mirror.set("key", OLD).join();
        down(1, false);
        down(0, true);
        mirror.set("key", NEW).join();
        restart(1);

        assertReads(NEW);
        assertStored(NEW);
    }

    @Test
    void aWriteThatCannotBeNotedHasFailed() {
        restart(1);
        mirror.set("key", OLD).join();
        sides[0].down(true);
        notes[1].down(true);

        assertFails(mirror.delete("key"), ErrorKind.UNAVAILABLE);
        sides[0].down(false);
        assertThat(mirror.get("key").join()).as("as long as this mirror lives").isNull();
    }

    @Test
    void nothingIsReadBeforeAllNotesAre() {
        mirror.set("key", OLD).join();
        restart(2);
        notes[1].down(true);
        assertFails(mirror.get("key"), ErrorKind.UNAVAILABLE);
        assertFails(mirror.keys(), ErrorKind.UNAVAILABLE);
        assertFails(mirror.set("key", NEW), ErrorKind.UNAVAILABLE);
        notes[1].down(false);

        assertReads(OLD);
    }

    @Test
    void aNoteThatCannotBeReadIsCorrupted() {
        noted[1].set(MirrorNote.name("key"), new byte[] {1, 2, 3}).join();
        restart(2);

        assertFails(mirror.get("key"), ErrorKind.CORRUPTED);
    }

    @Test
    void whereNoSideHasAWriteNothingIsNoted() {
        mirror.set("key", OLD).join();
        sides[0].down(true);
        sides[1].down(true);
        assertFails(mirror.set("key", NEW), ErrorKind.UNAVAILABLE);
        assertFails(mirror.get("key"), ErrorKind.UNAVAILABLE);
        restart(2);

        assertReads(OLD);
    }

    @Test
    void aDeleteThatACrashCutShortMayComeBack() {
        mirror.set("key", OLD).join();
        values[0].delete("key").join();
        restart(2);

        assertThat(mirror.get("key").join())
                .as("nobody was told that it is gone")
                .isEqualTo(OLD);
        assertStored(OLD);
    }

    @Test
    void whatIsCorruptedOnASideComesFromTheOther() {
        StorageBackend[] checked = new StorageBackend[2];
        for (int side = 0; side < 2; side++) {
            checked[side] = new ChecksumStorageBackend(
                    values[side], ChecksumOptions.builder().build());
            sides[side] = new FailingStorage(checked[side]);
        }
        mirror = newMirror(sides, notes, 2);
        mirror.set("key", OLD).join();
        values[0].set("key", OLD).join();

        assertThat(mirror.get("key").join()).isEqualTo(OLD);
        assertThat(checked[0].get("key").join()).isEqualTo(OLD);
        values[0].set("key", OLD).join();
        checked[1].delete("key").join();
        assertFails(mirror.get("key"), ErrorKind.CORRUPTED);
    }

    @Test
    void aBatchNamesTheKeysThatFailed() {
        started(2);
        down(1, true);
        Throwable failure = failure(mirror.setBatch(Map.of("a", NEW)));

        assertThat(((ServiceException) Objects.requireNonNull(failure)).details())
                .containsEntry(ServiceException.FAILED_KEYS, List.of("a"));
        assertThat(failure)
                .message()
                .startsWith("Failed for 1 keys, the first reason: ")
                .containsOnlyOnce("Failed for");
    }

    @Test
    void closingClosesEachOnce() {
        mirror.close();
        mirror.close();

        for (int side = 0; side < 2; side++) {
            assertThat(sides[side].closed).isOne();
            assertThat(notes[side].closed).isOne();
        }
        assertFails(mirror.get("key"), ErrorKind.CLOSED);
    }
}
