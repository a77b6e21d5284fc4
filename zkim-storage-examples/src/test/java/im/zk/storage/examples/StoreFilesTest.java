package im.zk.storage.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFilesTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StoreFiles program =
            new StoreFiles(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    @BeforeEach
    void someFiles() throws IOException {
        Files.createDirectories(folder.resolve("deep/er"));
        Files.write(folder.resolve("empty"), new byte[0]);
        Files.writeString(folder.resolve("deep/er/Grüße.txt"), "hello");
        Files.write(folder.resolve("deep/binary"), new byte[100_000]);
    }

    @Test
    void storesAFolderInADirectoryAndReadsItBack() {
        int exit = program.run(
                List.of(folder.toString(), "file:" + elsewhere.toUri().getPath()));

        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(exit).isZero();
        assertThat(out.toString(UTF_8))
                .contains("Stored 3 files, 100,005 bytes in File[" + elsewhere)
                .contains("Read back 3 files, 100,005 bytes")
                .contains("Listed 3 of these keys.")
                .contains("Every SHA-256 is the same.");
    }

    @Test
    void keysAreTheRelativePaths() throws IOException {
        StorageBackend storage = new InMemoryStorage();

        assertThat(program.store(folder, storage)).isZero();
        assertThat(storage.keys().join()).containsExactly("deep/binary", "deep/er/Grüße.txt", "empty");
    }

    @Test
    void oneFileIsStoredUnderItsName() throws IOException {
        StorageBackend storage = new InMemoryStorage();

        assertThat(program.store(folder.resolve("deep/binary"), storage)).isZero();
        assertThat(storage.keys().join()).containsExactly("binary");
    }

    @Test
    void aStoreInsideTheFolderIsNotStoredInItself() {
        List<String> arguments = List.of(
                folder.toString(), "file:" + folder.resolve("store").toUri().getPath());

        assertThat(program.run(arguments)).isZero();
        out.reset();
        assertThat(program.run(arguments)).isZero();
        assertThat(out.toString(UTF_8)).contains("Stored 3 files");
    }

    @Test
    void aValueThatComesBackDifferentIsNamed() throws IOException {
        StorageBackend corrupting = new ForwardingStorageBackend(new InMemoryStorage()) {
            @Override
            public CompletableFuture<byte @Nullable []> get(String key) {
                return key.equals("deep/binary")
                        ? CompletableFuture.completedFuture(new byte[100_001])
                        : super.get(key);
            }
        };

        assertThat(program.store(folder, corrupting)).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("Did not come back as it was stored: deep/binary");
    }

    @Test
    void aKeyThatIsNotListedIsNamed() throws IOException {
        StorageBackend forgetful = new ForwardingStorageBackend(new InMemoryStorage()) {
            @Override
            public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                return key.equals("empty") ? CompletableFuture.completedFuture(null) : super.set(key, value);
            }
        };

        assertThat(program.store(folder, forgetful)).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("empty (not listed)");
    }

    @Test
    void checkSaysThatNothingIsWrongAndLeavesNothingThere() {
        String uri = "file:" + elsewhere.toUri().getPath();

        assertThat(program.run(List.of("--check", uri))).isZero();
        assertThat(out.toString(UTF_8)).contains("File[" + elsewhere, "set ", " ms", "Nothing is wrong.");
        try (StorageBackend storage = StorageBackends.create(uri)) {
            assertThat(storage.keys().join()).isEmpty();
        }
    }

    @Test
    void checkSaysWhatIsWrongAndIsOne() {
        assertThat(program.run(List.of("--check", "ipfs://127.0.0.1:1/none"))).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("UNREACHABLE", "endpoint");
    }

    @Test
    void wrongArgumentsGetTheUsageAndTwo() {
        assertThat(program.run(List.of())).isEqualTo(2);
        assertThat(program.run(List.of("a", "b", "c"))).isEqualTo(2);
        assertThat(program.run(List.of("--help"))).isEqualTo(2);
        assertThat(program.run(List.of(folder.resolve("absent").toString()))).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("Usage: StoreFiles").contains("absent");
    }

    @Test
    void aStorageTypeThatIsNotThereIsTwoAndNamesTheNearest() {
        assertThat(program.run(List.of(folder.toString(), "azrue://files/"))).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("'azrue'").contains("Did you mean 'azure'?");
    }

    @Test
    void aFileLargerThanAValueMayBeIsOneAndIsNamed() throws IOException {
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            large.setLength(3L << 30);
        }

        assertThat(program.run(List.of(folder.toString(), "memory:"))).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("large").contains("3221225472 bytes");
    }

    @Test
    void onlySoManyBytesAreUnderWayAtOnce() throws IOException {
        for (int number = 0; number < 20; number++) {
            Files.write(folder.resolve("large" + number), new byte[10 << 20]);
        }
        AtomicLong underWay = new AtomicLong();
        AtomicLong most = new AtomicLong();
        try (StorageBackend files =
                StorageBackends.create("file:" + elsewhere.toUri().getPath())) {
            StorageBackend counting = new ForwardingStorageBackend(files) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    most.accumulateAndGet(underWay.addAndGet(value.length), Math::max);
                    return super.set(key, value).whenComplete((done, failure) -> underWay.addAndGet(-value.length));
                }
            };

            assertThat(program.store(folder, counting)).isZero();
        }
        assertThat(most.get()).isBetween(10L << 20, 60L << 20);
    }

    @Test
    void aFileWhoseNameIsNoLegalKeyIsOne() throws IOException {
        Files.writeString(folder.resolve("line\nbreak"), "x");

        assertThat(program.run(List.of(folder.toString(), "memory:"))).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("INVALID_KEY").contains("U+000A");
    }
}
