package im.zk.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An array that its owner uses again as soon as the operation is done, however that came about. */
class ReusedArrayTest {

    private static final int ROUNDS = 16;
    private static final int BYTES = 4_000_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    @DisplayName("V3, V4: what follows a set that was ended may reuse the array, and nothing of that is stored")
    void arrayReusedOnceDone(Ending ending) throws Exception {
        byte[] original = new byte[BYTES];
        Arrays.fill(original, (byte) 1);
        try (FileStorageBackend reader = open()) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] value = original.clone();
                try (FileStorageBackend backend = open()) {
                    CompletableFuture<?> set = round % 2 == 0
                            ? backend.set("key" + round, value)
                            : backend.setBatch(Map.of("key" + round, value));
                    CompletableFuture<?> reused = set.handle((done, failure) -> {
                        Arrays.fill(value, (byte) 2);
                        // Whoever ended the set gets on only when a writer, if there still was one, would be through.
                        awaitNothingWritten();
                        return null;
                    });
                    Await.until(
                            "the write has begun",
                            () -> set.isDone() || !written().isEmpty());
                    ending.end(backend, set);
                    reused.get(1, TimeUnit.MINUTES);
                }
                byte[] stored = reader.get("key" + round).join();
                assertThat(stored == null || Arrays.equals(stored, original))
                        .as("round %d left nothing, or what was given", round)
                        .isTrue();
            }
        }
    }

    private void awaitNothingWritten() {
        try {
            Await.until("the write has ended", () -> written().isEmpty());
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private List<String> written() throws IOException {
        return StoredFiles.temporary(directory).stream()
                .filter(name -> name.matches(".*\\.[0-9]+"))
                .toList();
    }

    private FileStorageBackend open() {
        return FileStorageBackend.builder()
                .directory(directory)
                .durability(Durability.NO_SYNC)
                .build();
    }

    /** How an operation is ended from outside. */
    enum Ending {
        CANCEL {
            @Override
            void end(FileStorageBackend backend, CompletableFuture<?> operation) {
                operation.cancel(true);
            }
        },
        DEADLINE {
            @Override
            void end(FileStorageBackend backend, CompletableFuture<?> operation) {
                operation.orTimeout(1, TimeUnit.NANOSECONDS);
            }
        },
        CLOSE {
            @Override
            void end(FileStorageBackend backend, CompletableFuture<?> operation) {
                backend.close();
            }
        };

        abstract void end(FileStorageBackend backend, CompletableFuture<?> operation);
    }
}
