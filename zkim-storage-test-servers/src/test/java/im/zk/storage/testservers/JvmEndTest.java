package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JvmEndTest {

    /** Where the program's servers store. */
    @TempDir
    Path storage;

    @ParameterizedTest
    @EnumSource
    void aServerEndsWhenItsJvmIsKilled(Service service) throws IOException {
        assertNothingStays(service, Child::kill);
    }

    @ParameterizedTest
    @EnumSource(names = "TOXIPROXY")
    void aServerEndsWhenItsJvmEnds(Service service) throws IOException {
        assertNothingStays(service, Child::endInput);
    }

    @Test
    void whatAServerStoredGoesWithItsJvmAlsoWhereItEndedBefore() throws IOException {
        List<String> options = List.of("-Dzkim.test.docker=false", "-Djava.io.tmpdir=" + storage);
        try (Child child = Child.start(HoldingProgram.class, options, Map.of(), Service.TOXIPROXY)) {
            Objects.requireNonNull(child.readLine());
            Objects.requireNonNull(child.readLine());
            child.say("stop");
            assertThat(child.readLine()).isEqualTo("stopped");
            assertThat(stored()).isNotEmpty();

            child.terminate();

            assertThat(stored()).as("what it stored is removed").isEmpty();
        }
    }

    private void assertNothingStays(Service service, Consumer<Child> end) throws IOException {
        List<String> options = List.of("-Dzkim.test.docker=false", "-Djava.io.tmpdir=" + storage);
        try (Child child = Child.start(HoldingProgram.class, options, Map.of(), service)) {
            int port = Integer.parseInt(Objects.requireNonNull(child.readLine()));
            List<Long> processes = Stream.of(
                            Objects.requireNonNull(child.readLine()).split(" "))
                    .map(Long::valueOf)
                    .filter(JvmEndTest::isRunning) // a server's own helper process may have done its work by now
                    .toList();
            assertThat(listens(port)).isTrue();
            assertThat(processes).as("the guard and its server").hasSizeGreaterThanOrEqualTo(2);
            assertThat(stored()).isNotEmpty();

            end.accept(child);

            assertThat(Ready.await(() -> !listens(port))).as("the port closes").isTrue();
            assertThat(Ready.await(() -> processes.stream().noneMatch(JvmEndTest::isRunning)))
                    .as("the processes end")
                    .isTrue();
            assertThat(Ready.await(() -> stored().length == 0))
                    .as("what it stored is removed")
                    .isTrue();
        }
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private File[] stored() {
        return Objects.requireNonNull(storage.toFile().listFiles((folder, name) -> name.startsWith("zkim-test-")));
    }
}
