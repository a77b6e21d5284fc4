package im.zk.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What is to hold on a disk that is full or read only, in a process that has such a disk to itself. */
final class FaultyDiskProgram {

    private static final byte[] OLD = "the old value".getBytes(UTF_8);
    private static final byte[] SMALL = new byte[3_000];

    private FaultyDiskProgram() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "full" -> full(directory);
            case "read-only" -> readOnly(directory);
            case "file-size" -> fileSize(directory);
            case "denied" -> denied(directory);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println("as it should be");
    }

    /** {@code directory} is all of a disk of 4 MB. */
    private static void full(Path directory) throws IOException {
        try (FileStorageBackend backend = open(directory)) {
            backend.set("key", OLD).join();
            isFull(Failures.of(backend.set("key", new byte[5_000_000]), ErrorKind.UNAVAILABLE), "key");
            isFull(Failures.of(backend.set("new", new byte[5_000_000]), ErrorKind.UNAVAILABLE), "new");
            holdsTheOldValue(backend, directory);
            int stored = fill(backend);
            Failures.of(backend.set("key", new byte[100_000]), ErrorKind.UNAVAILABLE);
            assertThat(backend.get("key").join()).isEqualTo(OLD);
            assertThat(backend.keys().join()).hasSize(stored + 1);
            try (FileStorageBackend reader = open(directory)) {
                assertThat(reader.get("key").join()).isEqualTo(OLD);
            }
            backend.delete("fill0").join();
            backend.set("key", new byte[10]).join();
            assertThat(backend.get("key").join()).hasSize(10);
            backend.clear().join();
            assertThat(backend.keys().join()).isEmpty();
        }
    }

    /** Sets so many small values that the next one is refused, and says how many. */
    private static int fill(FileStorageBackend backend) {
        int stored = 0;
        CompletableFuture<?> set = backend.set("fill0", SMALL);
        while (set.handle((value, failure) -> failure == null).join()) {
            stored++;
            set = backend.set("fill" + stored, SMALL);
        }
        assertThat(stored).isGreaterThan(100);
        isFull(Failures.of(set, ErrorKind.UNAVAILABLE), "fill" + stored);
        return stored;
    }

    private static void isFull(ServiceException failure, String key) {
        assertThat(failure).hasMessageContaining("is full");
        assertThat(failure.code()).isEqualTo("FILE_UPLOAD_ERROR");
        assertThat(failure.details()).containsEntry(ServiceException.KEY, key);
        assertThat(failure.isRetryable()).isTrue();
    }

    /** {@code directory} is all of a disk, in a namespace in which it can be mounted again. */
    private static void readOnly(Path directory) throws Exception {
        try (FileStorageBackend writer = open(directory)) {
            writer.set("key", OLD).join();
            // Mounted over itself, because a disk with a file that is open for writing cannot become read only.
            run("mount", "--bind", directory.toString(), directory.toString());
            run("mount", "-o", "remount,bind,ro", directory.toString());
            allChangesAreDenied(writer);
            holdsTheOldValue(writer, directory);
            try (FileStorageBackend reader = open(directory)) {
                assertThat(reader.keys().join()).containsExactly("key");
                holdsTheOldValue(reader, directory);
                allChangesAreDenied(reader);
            }
            Failures.of(() -> open(directory.resolve("below")), ErrorKind.PERMISSION_DENIED);
            run("umount", directory.toString());
            writer.set("key", new byte[10]).join();
        }
        assertThat(StoredFiles.temporary(directory)).isEmpty();
    }

    /** No file of this process may have more than 2 MiB. */
    private static void fileSize(Path directory) throws IOException {
        try (FileStorageBackend backend = open(directory)) {
            backend.set("key", OLD).join();
            backend.set("within", new byte[2 * 1024 * 1024]).join();
            ServiceException failure =
                    Failures.of(backend.set("key", new byte[2 * 1024 * 1024 + 1]), ErrorKind.VALUE_TOO_LARGE);
            assertThat(failure.isRetryable()).isFalse();
            holdsTheOldValue(backend, directory);
        }
    }

    /** {@code directory} holds an old value and can be read, but not written, by this process. */
    private static void denied(Path directory) throws IOException {
        try (FileStorageBackend backend = open(directory)) {
            assertThat(backend.keys().join()).containsExactly("key");
            allChangesAreDenied(backend);
            holdsTheOldValue(backend, directory);
        }
        Failures.of(() -> open(directory.resolve("below")), ErrorKind.PERMISSION_DENIED);
        Path hidden = directory.resolveSibling("hidden");
        try (FileStorageBackend backend = open(hidden)) {
            Failures.of(backend.get("key"), ErrorKind.PERMISSION_DENIED);
            Failures.of(backend.has("key"), ErrorKind.PERMISSION_DENIED);
            Failures.of(backend.has("another"), ErrorKind.PERMISSION_DENIED);
            Failures.of(backend.keys(), ErrorKind.PERMISSION_DENIED);
            Failures.of(backend.listKeys(KeyQuery.all()), ErrorKind.PERMISSION_DENIED);
        }
    }

    private static void allChangesAreDenied(FileStorageBackend backend) {
        for (ServiceException failure : List.of(
                Failures.of(backend.set("key", new byte[10]), ErrorKind.PERMISSION_DENIED),
                Failures.of(backend.set("new", new byte[10]), ErrorKind.PERMISSION_DENIED),
                Failures.of(backend.delete("key"), ErrorKind.PERMISSION_DENIED),
                Failures.of(backend.clear(), ErrorKind.PERMISSION_DENIED),
                Failures.of(backend.setBatch(Map.of("key", new byte[10])), ErrorKind.PERMISSION_DENIED))) {
            assertThat(failure.isRetryable()).isFalse();
        }
    }

    private static void holdsTheOldValue(FileStorageBackend backend, Path directory) throws IOException {
        assertThat(Arrays.equals(backend.get("key").join(), OLD)).isTrue();
        assertThat(backend.has("new").join()).isFalse();
        assertThat(StoredFiles.temporary(directory)).noneMatch(name -> name.matches(".*\\.[0-9]+"));
    }

    private static FileStorageBackend open(Path directory) {
        return FileStorageBackend.builder().directory(directory).build();
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
