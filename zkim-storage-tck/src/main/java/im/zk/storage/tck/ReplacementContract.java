package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule V4: what readers see while a value is replaced. */
abstract class ReplacementContract extends Contract {

    private static final int LARGE = 256 << 10;
    private static final int SMALL = 16 << 10;
    private static final int WRITES = 40;
    private static final int READS = 200;
    private static final int READERS = 3;
    private static final int WRITERS = 4;
    private static final int ROUNDS = 15;

    @Test
    @Tag("V4")
    @Needs(Capability.WRITE)
    @DisplayName("V4: who reads while a value is replaced gets the old one or a new one, never a mixture or nothing")
    void readersSeeWholeValues() throws Exception {
        prepare("key", NumberedValue.of(0, LARGE));
        readDuring(
                number -> Await.done(storage().set("key", NumberedValue.of(number, LARGE))),
                () -> NumberedValue.numberOf(Await.done(storage().get("key")), LARGE));
    }

    @Test
    @Tag("V4")
    @Needs(Capability.WRITE)
    @DisplayName("V4: while a value is replaced its key is there all the time")
    void theKeyStays() throws Exception {
        prepare("key", NumberedValue.of(0, SMALL));
        readDuring(
                number -> Await.done(storage().set("key", NumberedValue.of(number, SMALL))),
                () -> assertThat(Await.done(storage().has("key")))
                        .as("has, during set")
                        .isTrue());
    }

    @Test
    @Tag("V4")
    @Needs({Capability.WRITE, Capability.LIST})
    @DisplayName("V4: while a value is replaced its key is in every listing, once")
    void theKeyStaysListed() throws Exception {
        prepare("key", NumberedValue.of(0, SMALL));
        readDuring(
                number -> Await.done(storage().set("key", NumberedValue.of(number, SMALL))),
                () -> assertThat(Await.done(storage().keys()))
                        .as("keys, during set")
                        .isEqualTo(List.of("key")));
    }

    @Test
    @Tag("V4")
    @Needs(Capability.WRITE)
    @DisplayName("V4: a batch too replaces each of its values at once")
    void batchesReplaceWholeValues() throws Exception {
        List<String> keys = List.of("a", "b/c", "d");
        for (String key : keys) {
            prepare(key, NumberedValue.of(0, SMALL));
        }
        readDuring(number -> Await.done(storage().setBatch(batch(keys, number))), () -> {
            Map<String, byte[]> values = Await.done(storage().getBatch(keys));
            keys.forEach(key -> NumberedValue.numberOf(values.get(key), SMALL));
        });
    }

    @Test
    @Tag("V4")
    @Needs(Capability.WRITE)
    @DisplayName("V4: writers of one key at the same time leave the value of one of them, whole")
    void oneWriterWins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<CompletableFuture<?>> writes = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                writes.add(storage().set("key", NumberedValue.of(round * WRITERS + writer, LARGE)));
            }
            for (CompletableFuture<?> each : writes) {
                Await.done(each);
            }
            int lowest = storage().capabilities().contains(Capability.READ_AFTER_WRITE) ? round * WRITERS : 0;
            assertThat(NumberedValue.numberOf(Await.done(storage().get("key")), LARGE))
                    .as("the number of the value that is left of round %d", round)
                    .isBetween(lowest, round * WRITERS + WRITERS - 1);
        }
    }

    private static Map<String, byte[]> batch(List<String> keys, int number) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        keys.forEach(key -> entries.put(key, NumberedValue.of(number, SMALL)));
        return entries;
    }

    /** One thread writes number after number until all others have read often enough. */
    private static void readDuring(Threads.Task write, Read read) throws Exception {
        AtomicInteger reads = new AtomicInteger();
        AtomicBoolean written = new AtomicBoolean();
        Threads.runTogether(Threads.times(1 + READERS, thread -> {
            if (thread > 0) {
                while (!written.get()) {
                    read.run();
                    reads.incrementAndGet();
                }
                return;
            }
            for (int number = 1; number <= WRITES || reads.get() < READS; number++) {
                write.run(number);
            }
            written.set(true);
        }));
    }

    /** A read and its assertion. */
    @FunctionalInterface
    private interface Read {
        void run() throws Exception;
    }
}
