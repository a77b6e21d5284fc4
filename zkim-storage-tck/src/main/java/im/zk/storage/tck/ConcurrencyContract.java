package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule A5: many threads at once. */
abstract class ConcurrencyContract extends Contract {

    private static final int THREADS = 8;
    private static final int OWN_KEYS = 12;
    private static final int SIZE = 4 << 10;
    private static final int AT_ONCE = 200;
    private static final int LISTINGS = 30;
    private static final int HISTORIES = 6;

    @Test
    @Tag("A5")
    @Needs({Capability.WRITE, Capability.LIST})
    @DisplayName("A5: what many threads store under keys of their own at the same time is all there afterwards")
    void nothingIsLost() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int number = 0; number < THREADS * OWN_KEYS; number++) {
            expected.add("own/" + number);
        }
        Threads.runTogether(Threads.times(THREADS, thread -> {
            for (int mine = 0; mine < OWN_KEYS; mine++) {
                int number = thread * OWN_KEYS + mine;
                Await.done(storage().set("own/" + number, NumberedValue.of(number, SIZE)));
            }
        }));

        if (storage().capabilities().contains(Capability.READ_AFTER_WRITE)) {
            assertThat(Await.done(storage().keys())).containsExactlyInAnyOrderElementsOf(expected);
        }
        Threads.runTogether(Threads.times(THREADS, thread -> {
            for (int number = thread; number < expected.size(); number += THREADS) {
                byte[] value = Await.done(storage().get(expected.get(number)));
                assertThat(NumberedValue.numberOf(value, SIZE))
                        .as("the number of the value of %s", expected.get(number))
                        .isEqualTo(number);
            }
        }));
    }

    @Test
    @Tag("A5")
    @DisplayName("A5: two hundred operations under way at once, begun by eight threads, all succeed")
    void manyAtOnce() throws Exception {
        prepare("key", NumberedValue.of(1, SIZE));
        Threads.runTogether(Threads.times(THREADS, thread -> {
            List<CompletableFuture<byte[]>> reads = new ArrayList<>();
            for (int number = 0; number < AT_ONCE / THREADS; number++) {
                reads.add(storage().get("key"));
            }
            for (CompletableFuture<byte[]> each : reads) {
                assertThat(NumberedValue.numberOf(Await.done(each), SIZE)).isOne();
            }
        }));
    }

    @Test
    @Tag("A5")
    @Needs({Capability.WRITE, Capability.DELETE, Capability.LIST})
    @DisplayName("A5: a listing while other threads set and delete holds every key that stays, once")
    void listingsStandWrites() throws Exception {
        prepare("m/stays", new byte[] {1});
        AtomicBoolean listed = new AtomicBoolean();
        AtomicInteger writes = new AtomicInteger();
        Threads.runTogether(Threads.times(3, thread -> {
            if (thread == 0) {
                for (int listing = 0; listing < LISTINGS || writes.get() < LISTINGS; listing++) {
                    assertThat(Await.done(storage().keys()))
                            .as("listing %d", listing)
                            .doesNotHaveDuplicates()
                            .contains("m/stays");
                }
                listed.set(true);
            }
            for (int number = 0; !listed.get(); number++) {
                String key = (number % 2 == 0 ? "a/" : "z/") + thread + "-" + number % OWN_KEYS;
                Await.done(storage().set(key, new byte[] {2}));
                writes.incrementAndGet();
                Await.done(storage().delete(key));
            }
        }));
    }

    @Test
    @Tag("A5")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName("A5: what threads see of keys that they share could have happened in one order")
    void sharedKeysAreLinearizable() throws Exception {
        withSeed(random -> {
            boolean strict = storage().capabilities().contains(Capability.READ_AFTER_WRITE);
            for (int round = 0; round < HISTORIES; round++) {
                SharedKeys keys = SharedKeys.of("shared-" + round);
                keys.use(storage(), random);
                if (strict) {
                    keys.assertLinearizable();
                } else {
                    keys.assertOnlyWrittenValues();
                }
            }
        });
    }

    @Test
    @Tag("A5")
    @DisplayName("A5: failures while many threads call are each the caller's own")
    void failuresAreNotMixedUp() throws Exception {
        Threads.runTogether(Threads.times(THREADS, thread -> {
            for (int number = 0; number < OWN_KEYS; number++) {
                String key = "illegal/../" + thread + "-" + number;
                assertThat(Await.failure(storage().get(key)).details()).containsEntry(ServiceException.KEY, key);
            }
        }));
    }
}
