package im.zk.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One directory, several users of it at once: threads and processes. */
class SharingTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName(
            "V4, O1: two processes set, read and delete in one directory at once, and see each other's values whole")
    void processes() throws Exception {
        try (FileStorageBackend backend =
                        FileStorageBackend.builder().directory(directory).build();
                Child other = Child.start(SharingProgram.class, directory, 1);
                Child third = Child.start(SharingProgram.class, directory, 2)) {
            other.expect("open");
            third.expect("open");
            other.say("go");
            third.say("go");
            SharingProgram.share(backend, 0);
            other.expect("done");
            third.expect("done");
            other.finish();
            third.finish();
            for (int id = 0; id < 3; id++) {
                for (int round = 0; round < SharingProgram.ROUNDS; round++) {
                    String key = SharingProgram.ownKey(id, round);
                    byte[] value = Objects.requireNonNull(backend.get(key).join(), key);
                    assertThat(SealedValue.version(key, value)).isEqualTo((long) id * SharingProgram.ROUNDS + round);
                }
            }
            assertThat(backend.keys().join().stream().filter(key -> key.startsWith("own")))
                    .hasSize(3 * SharingProgram.ROUNDS);
        }
        assertThat(StoredFiles.temporary(directory)).isEmpty();
    }

    @Test
    @DisplayName("V4, A5: readers during overwrites see a whole value, never none")
    void readersDuringOverwrites() {
        String key = "key";
        AtomicBoolean over = new AtomicBoolean();
        try (FileStorageBackend backend = FileStorageBackend.builder()
                .directory(directory)
                .durability(Durability.NO_SYNC)
                .build()) {
            backend.set(key, SealedValue.of(key, 0, 1)).join();
            List<CompletableFuture<Long>> readers = IntStream.range(0, 3)
                    .mapToObj(reader -> CompletableFuture.supplyAsync(() -> read(backend, key, over)))
                    .toList();
            for (int version = 1; version <= 2_000; version++) {
                backend.set(key, SealedValue.of(key, version, 300_000 / version))
                        .join();
            }
            over.set(true);
            assertThat(readers).allSatisfy(reader -> assertThat(reader.join()).isPositive());
        }
    }

    /** How often it was read. Versions never go back. */
    private static long read(FileStorageBackend backend, String key, AtomicBoolean over) {
        long last = 0;
        long reads = 0;
        while (!over.get() || reads == 0) {
            byte[] value = Objects.requireNonNull(backend.get(key).join(), "the key is always there");
            long version = SealedValue.version(key, value);
            assertThat(version).isGreaterThanOrEqualTo(last);
            assertThat(backend.has(key).join()).isTrue();
            assertThat(backend.keys().join()).containsExactly(key);
            last = version;
            reads++;
        }
        return reads;
    }

    @Test
    @DisplayName("O5: keys that are overwritten all the time are in every listing, once")
    void listingDuringOverwrites() {
        List<String> keys =
                IntStream.range(0, 300).mapToObj(number -> "key" + number).toList();
        try (FileStorageBackend backend = FileStorageBackend.builder()
                .directory(directory)
                .durability(Durability.NO_SYNC)
                .build()) {
            keys.forEach(key -> backend.set(key, new byte[1]).join());
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                for (int number = 0; !over.get(); number++) {
                    backend.set(keys.get(number % keys.size()), new byte[2]).join();
                }
            });
            for (int round = 0; round < 100; round++) {
                assertThat(backend.keys().join()).containsExactlyInAnyOrderElementsOf(keys);
            }
            over.set(true);
            writer.join();
        }
    }
}
