package im.zk.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Cancelling, closing, and what is left of it. */
class LifeTest {

    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final byte[] VALUE = "value".getBytes(UTF_8);

    @TempDir
    Path directory;

    @Test
    @DisplayName("A3: no operation runs on the thread that calls it")
    void callerIsNotBlocked() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        CountDownLatch busy = new CountDownLatch(1);
        executor.execute(() -> awaitQuietly(busy));
        try (StorageBackend backend = builder().executor(executor).build()) {
            List<CompletableFuture<?>> operations = allOperations(backend);
            assertThat(operations).noneMatch(CompletableFuture::isDone);
            busy.countDown();
            operations.forEach(CompletableFuture::join);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    @DisplayName("A4: a set that is cancelled before it starts never writes")
    void cancelledBeforeStart() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        CountDownLatch busy = new CountDownLatch(1);
        executor.execute(() -> awaitQuietly(busy));
        try (StorageBackend backend = builder().executor(executor).build()) {
            CompletableFuture<?> set = backend.set("key", VALUE);
            set.cancel(true);
            busy.countDown();
            assertThat(backend.has("key").join()).isFalse();
        } finally {
            executor.shutdown();
        }
        assertThat(StoredFiles.all(directory)).isEmpty();
    }

    @Test
    @DisplayName("A4, V4: a cancelled set never stores what the array became afterwards")
    void cancelledWhileWriting() throws Exception {
        byte[] original = new byte[10_000_000];
        Arrays.fill(original, (byte) 1);
        int rounds = 40;
        try (FileStorageBackend backend = builder().build()) {
            long start = System.nanoTime();
            backend.set("uncancelled", original).join();
            long duration = System.nanoTime() - start;
            for (int round = 0; round < rounds; round++) {
                byte[] value = original.clone();
                CompletableFuture<?> set = backend.set("key" + round, value);
                long cancelAt = System.nanoTime() + duration * round / rounds;
                while (System.nanoTime() < cancelAt && !set.isDone()) {
                    Thread.onSpinWait();
                }
                set.cancel(true);
                Arrays.fill(value, (byte) 2);
                // The lock of the session is all that stays.
                Await.until(
                        "the temporary file is gone",
                        () -> StoredFiles.temporary(directory).size() == 1);
            }
            List<String> keys = backend.keys().join();
            assertThat(keys).hasSizeLessThan(rounds);
            for (String key : keys) {
                assertThat(Arrays.equals(backend.get(key).join(), original)).isTrue();
            }
        }
        assertThat(StoredFiles.temporary(directory)).isEmpty();
    }

    @Test
    @DisplayName("A4: an interrupted write fails even when all is written, and leaves no file")
    void interruptedWrite() throws IOException {
        LocalFiles files = new LocalFiles(Durability.NO_SYNC);
        TemporaryFiles temporaryFiles = new TemporaryFiles(directory, files);
        Thread.currentThread().interrupt();
        try (TemporaryFile file = temporaryFiles.create()) {
            assertThatThrownBy(() -> file.write(new byte[0], files)).isInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        temporaryFiles.close();
        assertThat(StoredFiles.temporary(directory)).isEmpty();
    }

    @Test
    @DisplayName("L1: close ends an executor of the backend's own, not one that was given")
    void executors() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        StorageBackend backend = builder().executor(executor).build();
        backend.set("key", VALUE).join();
        backend.close();
        backend.close();
        assertThat(executor.isShutdown()).isFalse();
        assertThat(executor.submit(() -> 5).get()).isEqualTo(5);
        executor.shutdown();
    }

    @Test
    @DisplayName("L2: after close every operation fails as closed, and those under way end")
    void closed() throws Exception {
        FileStorageBackend backend = builder().build();
        List<CompletableFuture<?>> underWay = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            underWay.add(backend.set("key" + number, new byte[100_000]));
        }
        backend.close();
        for (CompletableFuture<?> each : underWay) {
            if (!each.isDone() || each.isCompletedExceptionally()) {
                Failures.of(each, ErrorKind.CLOSED);
            }
        }
        for (CompletableFuture<?> each : allOperations(backend)) {
            Failures.of(each, ErrorKind.CLOSED);
        }
        assertThat(StoredFiles.temporary(directory)).isEmpty();
    }

    @Test
    @DisplayName("L2: work on the caller's executor that outlives close leaves nothing behind either")
    void lateWriter() throws Exception {
        LocalFiles files = new LocalFiles(Durability.NO_SYNC);
        TemporaryFiles temporaryFiles = new TemporaryFiles(directory, files);
        try (TemporaryFile late = temporaryFiles.create()) {
            temporaryFiles.close();
            assertThat(StoredFiles.temporary(directory)).hasSize(2).anyMatch(name -> name.endsWith(".lock"));
            late.write(VALUE, files);
            assertThatThrownBy(temporaryFiles::create).isInstanceOf(IOException.class);
        }
        assertThat(StoredFiles.temporary(directory)).isEmpty();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "open files are counted in /proc")
    @DisplayName("L3: neither a thread nor a file handle stays behind")
    void nothingStays() throws Exception {
        String root = directory.toRealPath().toString();
        for (int round = 0; round < 20; round++) {
            try (StorageBackend backend = builder().build()) {
                allOperations(backend).forEach(CompletableFuture::join);
                Path directoryInPlaceOfAFile = StoredFiles.of(directory.toRealPath(), "broken");
                Files.createDirectories(directoryInPlaceOfAFile);
                Failures.of(backend.set("broken", VALUE), ErrorKind.CORRUPTED);
                Failures.of(backend.get("broken"), ErrorKind.CORRUPTED);
                Files.delete(directoryInPlaceOfAFile);
            }
        }
        assertThat(openFiles()).noneMatch(path -> path.startsWith(root));
        Await.until(
                "the threads have ended",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("zkim-file")));
    }

    private FileStorageOptions.Builder<FileStorageBackend> builder() {
        return FileStorageBackend.builder().directory(directory);
    }

    private static List<CompletableFuture<?>> allOperations(StorageBackend backend) {
        return List.of(
                backend.set("other", VALUE),
                backend.get("other"),
                backend.has("other"),
                backend.keys(),
                backend.listKeys(KeyQuery.all()),
                backend.delete("other"),
                backend.clear());
    }

    private static List<String> openFiles() throws IOException {
        List<String> targets = new ArrayList<>();
        try (Stream<Path> links = Files.list(OPEN_FILES)) {
            for (Path link : links.toList()) {
                if (Files.isSymbolicLink(link)) {
                    targets.add(Files.readSymbolicLink(link).toString());
                }
            }
        }
        return targets;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
