package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.StorageBackend;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule V3: no array is shared between a backend and its callers, or between two callers. */
abstract class ValueOwnershipContract extends Contract {

    private static final byte[] STORED = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final int CANCELLED_ROUNDS = 40;
    private static final int CLOSED_ROUNDS = 12;
    private static final int LARGE = 64 << 10;
    private static final int LONGEST_DELAY_NANOS = 2_000_000;

    @Test
    @Tag("V3")
    @Needs(Capability.WRITE)
    @DisplayName("V3: what the caller does to its array after set changes nothing stored")
    void setKeepsNoArray() throws Exception {
        byte[] given = STORED.clone();
        Await.done(storage().set("key", given));
        Arrays.fill(given, (byte) 9);

        assertHolds("key", STORED);
    }

    @Test
    @Tag("V3")
    @Needs(Capability.WRITE)
    @DisplayName("V3: what the caller does to its array after overwriting a value that was read changes nothing stored")
    void setKeepsNoArrayWhereOneWasRead() throws Exception {
        Await.done(storage().set("key", new byte[] {0}));
        Await.done(storage().get("key"));
        byte[] given = STORED.clone();
        Await.done(storage().set("key", given));
        Arrays.fill(given, (byte) 9);

        assertHolds("key", STORED);
    }

    @Test
    @Tag("V3")
    @Needs(Capability.WRITE)
    @DisplayName("V3: what the caller does to its arrays and its map after setBatch changes nothing stored")
    void setBatchKeepsNoArray() throws Exception {
        Map<String, byte[]> given = new LinkedHashMap<>();
        given.put("one", STORED.clone());
        given.put("two", STORED.clone());
        Await.done(storage().setBatch(given));
        given.values().forEach(value -> Arrays.fill(value, (byte) 9));
        given.clear();

        assertHolds("one", STORED);
        assertHolds("two", STORED);
    }

    @Test
    @Tag("V3")
    @Needs(Capability.WRITE)
    @DisplayName("V3: one array stored under two keys makes two values")
    void oneArrayForTwoKeys() throws Exception {
        byte[] given = STORED.clone();
        Await.done(storage().set("one", given));
        given[0] = 9;
        Await.done(storage().set("two", given));

        assertHolds("one", STORED);
        assertHolds("two", given);
    }

    @Test
    @Tag("V3")
    @Needs(Capability.WRITE)
    @DisplayName("V3: once a set or setBatch is cancelled, what the caller does to its arrays is not stored either")
    void cancelledWritesReadNoArray() throws Exception {
        prepare("key", NumberedValue.of(0, LARGE));
        withSeed(random -> {
            StorageBackend client = openAnother("");
            for (int round = 1; round <= CANCELLED_ROUNDS; round++) {
                byte[] given = NumberedValue.of(round, LARGE);
                CompletableFuture<?> future =
                        round % 4 < 2 ? client.set("key", given) : client.setBatch(Map.of("key", given));
                future.whenComplete((done, failure) -> Arrays.fill(given, (byte) 9));
                LockSupport.parkNanos(round % 2 == 0 ? 0 : random.nextInt(LONGEST_DELAY_NANOS));
                future.cancel(true);
                assertIsWhole(round);
            }
            client.close();
            assertIsWhole(CANCELLED_ROUNDS);
        });
    }

    @Test
    @Tag("V3")
    @Needs(Capability.WRITE)
    @DisplayName("V3: once close has ended a set or setBatch, what the caller does to its arrays is not stored either")
    void writesUnderWayAtCloseReadNoArray() throws Exception {
        prepare("key", NumberedValue.of(0, LARGE));
        withSeed(random -> {
            for (int round = 1; round <= CLOSED_ROUNDS; round++) {
                StorageBackend client = openAnother("");
                byte[] given = NumberedValue.of(round, LARGE);
                CompletableFuture<?> future =
                        round % 4 < 2 ? client.set("key", given) : client.setBatch(Map.of("key", given));
                future.whenComplete((done, failure) -> Arrays.fill(given, (byte) 9));
                LockSupport.parkNanos(round % 2 == 0 ? 0 : random.nextInt(LONGEST_DELAY_NANOS));
                client.close();
                Await.until("a write that was under way at close ends", future::isDone);
                assertIsWhole(round);
            }
        });
    }

    @Test
    @Tag("V3")
    @DisplayName("V3: what the caller does to an array from get changes nothing stored")
    void getGivesAnArrayOfItsOwn() throws Exception {
        prepare("key", STORED);
        for (int round = 0; round < 3; round++) {
            Arrays.fill(read("key"), (byte) 9);
        }

        assertHolds("key", STORED);
    }

    @Test
    @Tag("V3")
    @DisplayName("V3: two gets, one after the other or at once, give two arrays")
    void twoGetsGiveTwoArrays() throws Exception {
        prepare("key", STORED);
        var atOnce = List.of(storage().get("key"), storage().get("key"));
        byte[] first = present(Await.done(atOnce.get(0)));
        byte[] second = present(Await.done(atOnce.get(1)));
        byte[] third = read("key");
        Arrays.fill(first, (byte) 9);

        assertThat(second).as("the second get's array").isEqualTo(STORED);
        assertThat(third).as("the third get's array").isEqualTo(STORED);
    }

    @Test
    @Tag("V3")
    @DisplayName("V3: what the caller does to arrays from getBatch changes nothing stored, nor another result")
    void getBatchGivesArraysOfItsOwn() throws Exception {
        prepare("one", STORED);
        prepare("two", STORED);
        Map<String, byte[]> first = Await.done(storage().getBatch(List.of("one", "two")));
        byte[] single = read("one");
        first.values().forEach(value -> Arrays.fill(value, (byte) 9));

        assertThat(single).as("an array from get before").isEqualTo(STORED);
        Map<String, byte[]> second = Await.done(storage().getBatch(List.of("one", "two")));
        assertThat(second.get("one")).as("getBatch one").isEqualTo(STORED);
        assertThat(second.get("two")).as("getBatch two").isEqualTo(STORED);
        assertHolds("one", STORED);
    }

    private void assertIsWhole(int round) throws Exception {
        assertThat(NumberedValue.numberOf(Await.done(storage().get("key")), LARGE))
                .as("the number of the value after round %d", round)
                .isBetween(0, round);
    }

    private byte[] read(String key) throws Exception {
        return present(Await.done(storage().get(key)));
    }

    private static byte[] present(byte @Nullable [] value) {
        if (value == null) {
            throw new AssertionError("get gave null for a key that is there");
        }
        return value;
    }
}
