package im.zk.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The directory: made, missing, of the wrong kind, taken away; and who may see what is in it. */
class OpeningTest {

    private static final byte[] VALUE = "value".getBytes(UTF_8);

    @TempDir
    Path parent;

    @Test
    @DisplayName("A missing directory is made, parents and all, unless that is not wanted")
    void missingDirectory() {
        Path directory = parent.resolve("a/b/c");
        ServiceException missing =
                Failures.of(() -> builder(directory).createDirectory(false).build(), ErrorKind.CONTAINER_NOT_FOUND);
        assertThat(missing).hasMessageContaining(directory.toString());
        assertThat(parent).isEmptyDirectory();
        try (FileStorageBackend backend = builder(directory).build()) {
            assertThat(directory).isEmptyDirectory();
            backend.set("key", VALUE).join();
        }
        try (FileStorageBackend backend =
                builder(directory).createDirectory(false).build()) {
            assertThat(backend.get("key").join()).isEqualTo(VALUE);
        }
    }

    @Test
    @DisplayName("A directory that is a file, is in a file, or is a link to nothing is refused, and nothing is written")
    void notADirectory() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "content");
        Path link = parent.resolve("link");
        for (Path wrong : List.of(file, file.resolve("below"), file.resolve("far/below"))) {
            for (boolean create : new boolean[] {true, false}) {
                ServiceException refused =
                        Failures.of(() -> builder(wrong).createDirectory(create).build(), ErrorKind.INVALID_CONFIG);
                assertThat(refused).hasMessageContaining(wrong.toString());
                assertThat(refused.code()).isEqualTo(ServiceException.STORAGE_ERROR);
            }
        }
        Files.createSymbolicLink(link, parent.resolve("nothing"));
        Failures.of(() -> builder(link).build(), ErrorKind.INVALID_CONFIG);
        assertThat(file).hasContent("content");
        try (Stream<Path> files = Files.list(parent)) {
            assertThat(files).containsExactlyInAnyOrder(file, link);
        }
    }

    @Test
    @DisplayName("Options without a directory, with an empty one, or one in an archive are refused")
    void badOptions() throws IOException {
        Failures.of(() -> FileStorageOptions.builder().build(), ErrorKind.INVALID_CONFIG);
        Failures.of(() -> builder(Path.of("")).build(), ErrorKind.INVALID_CONFIG);
        URI archive = URI.create("jar:" + parent.resolve("archive.zip").toUri());
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Failures.of(() -> builder(zip.getPath("/data")).build(), ErrorKind.INVALID_CONFIG);
        }
    }

    @Test
    @DisplayName("O3: a directory that is taken away is not a missing key, for any operation, and is not made again")
    void takenAway() throws IOException {
        Path directory = Files.createDirectory(parent.resolve("data"));
        Path away = parent.resolve("away");
        try (FileStorageBackend backend = builder(directory).build();
                FileStorageBackend unused = builder(directory).build()) {
            backend.set("key", VALUE).join();
            Files.move(directory, away);
            assertAllFail(backend);
            assertAllFail(unused);
            assertThat(Files.exists(directory)).isFalse();
            Files.writeString(directory, "a file in its place");
            assertAllFail(backend);
            Files.delete(directory);
            Files.createDirectory(directory);
            assertThat(backend.get("key").join()).isNull();
            backend.set("new", VALUE).join();
            assertThat(backend.keys().join()).containsExactly("new");
            assertThat(unused.get("new").join()).isEqualTo(VALUE);
        }
        assertThat(StoredFiles.temporary(directory)).isEmpty();
    }

    @Test
    @DisabledOnOs(
            value = OS.WINDOWS,
            disabledReason = "no POSIX permissions there; what is made inherits its directory's")
    @DisplayName("What the store makes is private to the owner; a directory that was there keeps its permissions")
    void permissions() throws IOException {
        Path made = parent.resolve("made/twice");
        Path there = Files.createDirectory(
                parent.resolve("there"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        for (Path directory : List.of(made, there)) {
            try (FileStorageBackend backend = builder(directory).build()) {
                backend.set("key", VALUE).join();
                backend.set("l".repeat(500), VALUE).join();
                assertThat(StoredFiles.temporary(directory)).isNotEmpty();
                for (String each : StoredFiles.all(directory)) {
                    Path path = directory.resolve(each);
                    assertThat(permissions(path))
                            .as(each)
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
                }
            }
        }
        assertThat(permissions(made)).isEqualTo("rwx------");
        assertThat(permissions(parent.resolve("made"))).isEqualTo("rwx------");
        assertThat(permissions(there)).isEqualTo("rwxr-xr-x");
    }

    private static void assertAllFail(FileStorageBackend backend) {
        List<Supplier<CompletableFuture<?>>> operations = List.of(
                () -> backend.get("key"),
                () -> backend.get("never set"),
                () -> backend.get("x".repeat(600)),
                () -> backend.has("key"),
                () -> backend.set("key", VALUE),
                () -> backend.delete("key"),
                () -> backend.clear(),
                () -> backend.keys(),
                () -> backend.listKeys(KeyQuery.all()),
                () -> backend.setBatch(Map.of("key", VALUE)),
                () -> backend.getBatch(List.of("key")),
                () -> backend.deleteBatch(List.of("key")));
        for (Supplier<CompletableFuture<?>> operation : operations) {
            ServiceException failure = Failures.of(operation.get(), ErrorKind.CONTAINER_NOT_FOUND);
            assertThat(failure).hasMessageContaining("is gone");
        }
    }

    private static FileStorageOptions.Builder<FileStorageBackend> builder(Path directory) {
        return FileStorageBackend.builder().directory(directory);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
