package im.zk.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What killed processes leave goes; what lives, and what others put there, stays. */
class LeftoversTest {

    private static final String DEAD = "4000000000-1-0123456789abcdef";

    @TempDir
    Path directory;

    @Test
    @DisplayName("L3: a live process's temporary files stay, a killed one's go at the next opening")
    void killedAndLive() throws Exception {
        try (Child live = Child.start(HoldingProgram.class, directory);
                Child killed = Child.start(HoldingProgram.class, directory)) {
            String liveFile = Objects.requireNonNull(live.readLine());
            String killedFile = Objects.requireNonNull(killed.readLine());
            openAndClose();
            assertThat(temporary()).hasSize(6).contains(liveFile, killedFile);
            killed.kill();
            openAndClose();
            assertThat(temporary()).hasSize(3).contains(liveFile).doesNotContain(killedFile);
            live.say("go on");
            live.expect("done");
            live.finish();
        }
        assertThat(temporary()).isEmpty();
        try (FileStorageBackend backend = open()) {
            assertThat(backend.get(HoldingProgram.KEY).join()).isEqualTo(HoldingProgram.VALUE.getBytes(UTF_8));
        }
    }

    @Test
    @DisplayName("L3: a temporary file of this very process stays while its backend is open")
    void sameProcess() throws IOException {
        try (TemporaryFiles temporaryFiles = new TemporaryFiles(directory, new LocalFiles(Durability.SYNC));
                TemporaryFile file = temporaryFiles.create()) {
            openAndClose();
            assertThat(file.path()).exists();
            assertThat(temporary()).hasSize(2);
            // Had the opening closed the lock's file, another process could now take the lock.
            try (Child other = Child.start(HoldingProgram.class, directory)) {
                assertThat(other.readLine()).isNotNull();
                other.kill();
            }
            try (Child opener = Child.start(OpeningProgram.class, directory)) {
                opener.finish();
            }
            assertThat(file.path()).exists();
            assertThat(temporary()).hasSize(2);
        }
        assertThat(temporary()).isEmpty();
    }

    @Test
    @DisplayName("L3: locks that nobody holds and files without a lock go; names that no session makes stay")
    void deadSessions() throws IOException {
        Path folder = Files.createDirectory(TemporaryFiles.folder(directory));
        List<String> dead = List.of(
                DEAD + ".lock",
                DEAD + ".1",
                DEAD + ".22",
                DEAD.replace("cdef", "0000") + ".7",
                DEAD.replace("cdef", "1111") + ".new",
                DEAD.replace("cdef", "2222") + ".lock");
        List<String> foreign = List.of("notes", DEAD + ".txt", DEAD, "1-2.lock", "x" + DEAD + ".1", DEAD + ".1.bak");
        for (String name : dead) {
            Files.writeString(folder.resolve(name), "left");
        }
        for (String name : foreign) {
            Files.writeString(folder.resolve(name), "foreign");
        }
        openAndClose();
        assertThat(temporary()).containsExactlyInAnyOrderElementsOf(foreign);
    }

    @Test
    @DisplayName("L3: a file without a lock that cannot be removed is no obstacle to the store")
    void stubbornLeftover() throws IOException {
        Path stubborn = TemporaryFiles.folder(directory).resolve(DEAD + ".1");
        Files.createDirectories(stubborn.resolve("full"));
        try (FileStorageBackend backend = open()) {
            backend.set("key", new byte[1]).join();
        }
        assertThat(stubborn).exists();
    }

    @Test
    @DisplayName("L3: many backends that open, write and close at once take nothing away from each other")
    void manyAtOnce() throws IOException {
        Path folder = Files.createDirectory(TemporaryFiles.folder(directory));
        List<CompletableFuture<?>> lives = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            int own = number;
            lives.add(CompletableFuture.runAsync(() -> liveOften(folder, own)));
        }
        lives.forEach(CompletableFuture::join);
        openAndClose();
        assertThat(temporary()).isEmpty();
    }

    private void liveOften(Path folder, int own) {
        for (int life = 0; life < 25; life++) {
            String key = "backend" + own + "/" + life;
            try (FileStorageBackend backend = FileStorageBackend.builder()
                    .directory(directory)
                    .durability(Durability.NO_SYNC)
                    .build()) {
                Files.writeString(folder.resolve(String.format("%d-%d-%016x.1", 4_000_000_000L, own, life)), "left");
                backend.set(key, key.getBytes(UTF_8)).join();
                assertThat(backend.get(key).join()).isEqualTo(key.getBytes(UTF_8));
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        }
    }

    private FileStorageBackend open() {
        return FileStorageBackend.builder().directory(directory).build();
    }

    private void openAndClose() {
        open().close();
    }

    private List<String> temporary() throws IOException {
        return StoredFiles.temporary(directory);
    }
}
