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

    @Test
    void endsWithItsDirectoryWhenTheJvmIsKilled() throws IOException {
        try (Child child = Child.start(HoldingProgram.class, List.of(), Map.of())) {
            long pid = Long.parseLong(child.readLine());
            int port = Integer.parseInt(child.readLine());
            Path directory = Path.of(child.readLine());
            assertThat(VERSION.at(port)).isTrue();
            assertThat(ProcessHandle.of(pid)).isPresent();
            assertThat(directory).exists();

            child.kill();

            awaitGone(pid, port, directory);
        }
    }

    @Test
    void endsWithItsDirectoryWhenTheJvmEnds() throws IOException {
        try (Child child = Child.start(HoldingProgram.class, List.of(), Map.of())) {
            long pid = Long.parseLong(child.readLine());
            int port = Integer.parseInt(child.readLine());
            Path directory = Path.of(child.readLine());

            child.endInput();

            awaitGone(pid, port, directory);
        }
    }

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

        awaitGone(server.pid(), port, server.directory());
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
                        (port, directory) -> List.of("/bin/sh", "-c", "echo $GREETING; exit 3")))
                .withMessageContaining("broken ended at once")
                .withMessageContaining("no such disk");
    }

    private static LocalServer start() {
        Path program = GoToolTest.TOXIPROXY.installed();
        return LocalServer.start(
                "mine",
                VERSION,
                Map.of(),
                (port, directory) ->
                        List.of(program.toString(), "-host", Instance.LOOPBACK, "-port", String.valueOf(port)));
    }

    private static void awaitGone(long pid, int port, Path directory) {
        assertThat(Ready.await(() -> ProcessHandle.of(pid).isEmpty()))
                .as("process %d ends", pid)
                .isTrue();
        assertThat(Ready.await(() -> !VERSION.at(port)))
                .as("port %d closes", port)
                .isTrue();
        assertThat(Ready.await(() -> !Files.exists(directory)))
                .as("%s is removed", directory)
                .isTrue();
    }
}
