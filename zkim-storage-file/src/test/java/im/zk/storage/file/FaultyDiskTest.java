package im.zk.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full or read only: small ones in memory, mounted for one process where the system permits that. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "mounts a disk in a namespace of its own, or limits a process")
class FaultyDiskTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName(
            "V2: a full disk is unavailable, says so, keeps the old value, and takes values again when it has room")
    void fullDisk() throws Exception {
        onOwnDisk("full");
    }

    @Test
    @DisplayName("A disk that becomes read only denies every change, keeps the old value, and can still be read")
    void readOnlyDisk() throws Exception {
        onOwnDisk("read-only");
    }

    @Test
    @DisplayName("V2: a value larger than a file may be is too large, and the old value stays")
    void limitedFileSize() throws Exception {
        // In blocks of 512 bytes, as POSIX has it for sh.
        List<String> limited = List.of("bash", "-c", "ulimit -f 2048; exec \"$@\"", "bash");
        assertGood(Child.start(limited, program("file-size", directory)));
    }

    @Test
    @DisplayName("A directory without permission denies, keeps the old value, and is not taken for an empty one")
    void denied() throws Exception {
        Path visible = Files.createDirectory(directory.resolve("visible"));
        Path hidden = Files.createDirectory(directory.resolve("hidden"));
        for (Path each : List.of(visible, hidden)) {
            try (FileStorageBackend backend =
                    FileStorageBackend.builder().directory(each).build()) {
                backend.set("key", "the old value".getBytes(UTF_8)).join();
            }
        }
        permit(visible, "r-x------");
        for (String each : StoredFiles.all(visible)) {
            permit(visible.resolve(each), Files.isDirectory(visible.resolve(each)) ? "r-x------" : "r--------");
        }
        permit(hidden, "---------");
        try {
            assertGood(Child.start(boundByPermissions(), program("denied", visible)));
        } finally {
            for (String each : StoredFiles.all(visible)) {
                permit(visible.resolve(each), "rwx------");
            }
            permit(visible, "rwx------");
            permit(hidden, "rwx------");
        }
    }

    /** Permissions do not bind root, unless it gives up the privilege that frees it. */
    private List<String> boundByPermissions() throws IOException {
        boolean root = Files.getOwner(directory).getName().equals("root");
        return root ? List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search") : List.of();
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private void onOwnDisk(String what) throws Exception {
        List<String> before = new ArrayList<>(ownNamespace());
        String mount = "mount -t tmpfs -o size=4m none \"$0\" && exec \"$@\"";
        before.addAll(List.of("sh", "-c", mount, directory.toString()));
        assertGood(Child.start(before, program(what, directory)));
    }

    /** What starts a command with mounts of its own: as root, or as one who is root there. */
    private static List<String> ownNamespace() throws Exception {
        for (List<String> namespace : List.of(List.of("unshare", "-m"), List.of("unshare", "-r", "-m"))) {
            List<String> command = new ArrayList<>(namespace);
            command.addAll(List.of("sh", "-c", "mount -t tmpfs none /mnt"));
            if (new ProcessBuilder(command).start().waitFor() == 0) {
                return namespace;
            }
        }
        return abort("This system lets the user mount no disk, not even in a namespace.");
    }

    private static void assertGood(Child program) throws Exception {
        try (program) {
            assertThat(program.finish()).isEqualTo("as it should be");
        }
    }

    private static List<String> program(String what, Path directory) {
        return Child.command(List.of(), FaultyDiskProgram.class, what, directory);
    }
}
