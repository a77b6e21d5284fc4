package im.zk.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Links, and other things that are no files, in the places of the store's own files. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "making a link needs a privilege there")
class LinksTest {

    private static final byte[] VALUE = "value".getBytes(UTF_8);
    private static final String LONG_KEY = "k".repeat(300);

    @TempDir
    Path directory;

    @TempDir
    Path outside;

    private Path secret;
    private FileStorageBackend backend;

    @BeforeEach
    void open() throws IOException {
        directory = directory.toRealPath();
        secret = Files.writeString(outside.resolve("secret"), "secret");
        backend = FileStorageBackend.builder().directory(directory).build();
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    @DisplayName(
            "A link in a value's place is neither read nor written through; set and delete replace the link itself")
    void linkAsValue() throws IOException {
        Path file = file("key");
        backend.set("key", VALUE).join();
        relink(file, secret);
        refusedNaming(file, () -> backend.get("key"), () -> backend.has("key"));
        backend.set("key", VALUE).join();
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(backend.get("key").join()).isEqualTo(VALUE);
        relink(file, secret);
        backend.delete("key").join();
        assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isFalse();
        relink(file, outside);
        backend.clear().join();
        assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isFalse();
        relink(file, outside.resolve("nowhere"));
        refusedNaming(file, () -> backend.get("key"), () -> backend.has("key"));
        backend.set("key", VALUE).join();
        assertNothingHappenedOutside();
    }

    @Test
    @DisplayName("A link in a shard's place leads no operation outside")
    void linkAsShard() throws IOException {
        Path file = file("key");
        Path shard = file.resolve("..").normalize();
        Files.writeString(outside.resolve(file.getFileName()), "planted");
        relink(shard, outside);
        refusedNaming(
                shard,
                () -> backend.set("key", VALUE),
                () -> backend.get("key"),
                () -> backend.has("key"),
                () -> backend.delete("key"),
                () -> backend.keys(),
                () -> backend.clear());
        assertThat(outside.resolve(file.getFileName())).hasContent("planted");
        Files.delete(outside.resolve(file.getFileName()));
        assertNothingHappenedOutside();
    }

    @Test
    @DisplayName("A link in the place of a long name's directory leads no operation outside")
    void linkAsPart() throws IOException {
        Path file = file(LONG_KEY);
        Path part = file.resolve("..").normalize();
        backend.set(LONG_KEY, VALUE).join();
        Files.delete(file);
        Files.delete(part);
        Files.writeString(outside.resolve(file.getFileName()), "planted");
        relink(part, outside);
        refusedNaming(
                part,
                () -> backend.set(LONG_KEY, VALUE),
                () -> backend.get(LONG_KEY),
                () -> backend.has(LONG_KEY),
                () -> backend.delete(LONG_KEY),
                () -> backend.keys(),
                () -> backend.clear());
        assertThat(outside.resolve(file.getFileName())).hasContent("planted");
        Files.delete(outside.resolve(file.getFileName()));
        assertNothingHappenedOutside();
    }

    @Test
    @DisplayName("A link in the place of the temporary files' folder is not written through, nor cleaned up behind")
    void linkAsTemporaryFolder() throws IOException {
        Path folder = TemporaryFiles.folder(directory);
        Path leftover = Files.writeString(outside.resolve("1-1-0123456789abcdef.7"), "planted");
        relink(folder, outside);
        refusedNaming(folder, () -> backend.set("key", VALUE));
        FileStorageBackend.builder().directory(directory).build().close();
        assertThat(leftover).hasContent("planted");
        Files.delete(leftover);
        assertNothingHappenedOutside();
    }

    @Test
    @DisplayName("The directory itself may be given by a link, which is followed once")
    void linkAsDirectory() throws IOException {
        Path link = Files.createSymbolicLink(outside.resolve("link"), directory);
        try (FileStorageBackend other =
                FileStorageBackend.builder().directory(link).build()) {
            assertThat(other).hasToString("File[" + directory + "]");
            relink(link, outside);
            other.set("key", VALUE).join();
            assertThat(backend.get("key").join()).isEqualTo(VALUE);
        }
    }

    @Test
    @DisplayName("What is neither file nor link nor directory is refused, not waited for")
    void pipe() throws Exception {
        Path file = file("key");
        Files.createDirectories(file.resolve("..").normalize());
        Process made = new ProcessBuilder("mkfifo", file.toString()).inheritIO().start();
        assertThat(made.waitFor()).isZero();
        refusedNaming(file, () -> backend.get("key"), () -> backend.has("key"));
        backend.set("key", VALUE).join();
        assertThat(backend.get("key").join()).isEqualTo(VALUE);
    }

    @SafeVarargs
    private static void refusedNaming(Path path, Supplier<CompletableFuture<?>>... operations) {
        for (Supplier<CompletableFuture<?>> operation : operations) {
            ServiceException refused = Failures.of(operation.get(), ErrorKind.CORRUPTED);
            assertThat(refused).hasMessageContaining(path.toString());
        }
    }

    private void assertNothingHappenedOutside() throws IOException {
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).containsExactly(secret);
        }
        assertThat(secret).hasContent("secret");
    }

    private Path file(String key) {
        return StoredFiles.of(directory, key);
    }

    private static void relink(Path link, Path target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target);
    }
}
