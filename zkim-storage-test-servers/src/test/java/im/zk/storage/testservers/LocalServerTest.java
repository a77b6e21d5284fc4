package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalServerTest {

    private static final Ready VERSION = Ready.http("/version");

    /** Says of each variable that names a folder for temporary files whether the folder is there, in its first argument. */
    private static final String SAYS_WHERE = """
            for name in TMPDIR TMP TEMP; do
                eval "folder=\\$$name"
                case "$folder" in "$1"/*) test -d "$folder" && echo "$name is there" ;; esac
            done
            exit 3
            """;

    @Test
    void stopsAndStartsOnTheSamePortWithTheSameDirectory() throws IOException {
        LocalServer server = start();
        int port = server.port();
        Path stored = Files.writeString(server.directory().resolve("stored"), "a value");
        long pid = server.pid();

        server.stop();

        assertThat(VERSION.at(port)).isFalse();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(stored).hasContent("a value");

        server.start();

        assertThat(server.port()).isEqualTo(port);
        assertThat(VERSION.at(port)).isTrue();
        assertThat(server.pid()).isNotEqualTo(pid);
        assertThat(stored).hasContent("a value");

        server.close();

        assertThat(VERSION.at(port)).isFalse();
        assertThat(ProcessHandle.of(server.pid())).isEmpty();
        assertThat(server.directory()).doesNotExist();
    }

    @Test
    void isClosedWhenStopped() {
        LocalServer server = start();
        server.stop();
        server.stop();

        server.close();
        server.close();

        assertThat(server.directory()).doesNotExist();
    }

    @Test
    void saysWhatAServerPrintedThatDoesNotStart() {
        assertThatIllegalStateException()
                .isThrownBy(() -> LocalServer.start(
                        "broken",
                        VERSION,
                        Map.of("GREETING", "no such disk"),
                        Stop.KILL,
                        (port, directory) -> List.of("/bin/sh", "-c", "echo $GREETING; exit 3")))
                .withMessageContaining("broken ended at once")
                .withMessageContaining("no such disk");
    }

    @Test
    void keepsTemporaryFilesInItsDirectory() {
        assertThatIllegalStateException()
                .isThrownBy(() -> LocalServer.start(
                        "broken",
                        VERSION,
                        Map.of(),
                        Stop.KILL,
                        (port, directory) -> List.of("/bin/sh", "-c", SAYS_WHERE, "broken", directory.toString())))
                .withMessageContaining("TMPDIR is there")
                .withMessageContaining("TMP is there")
                .withMessageContaining("TEMP is there");
    }

    private static LocalServer start() {
        Path program = ToxiproxyServer.TOXIPROXY.installed();
        return LocalServer.start(
                "mine",
                VERSION,
                Map.of(),
                Stop.KILL,
                (port, directory) ->
                        List.of(program.toString(), "-host", Instance.LOOPBACK, "-port", String.valueOf(port)));
    }
}
