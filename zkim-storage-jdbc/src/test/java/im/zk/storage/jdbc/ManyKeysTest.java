package im.zk.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.testservers.PostgresServer;
import im.zk.storage.testservers.TestServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Listing takes little memory: {@code zkim.test.postgres.keys} many keys (20,000) in a JVM with a heap of 64 MiB. */
class ManyKeysTest {

    private static final String COUNT = System.getProperty("zkim.test.postgres.keys", "20000");

    @Test
    void manyKeysAreListedInLittleMemory() throws Exception {
        PostgresServer server = TestServers.postgres();
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ManyKeysProgram.class.getName(),
                        server.jdbcUrl(),
                        server.username(),
                        server.password(),
                        Statements.newTable("many"),
                        COUNT))
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.print(output);
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(output).endsWith("done\n");
        } finally {
            child.destroyForcibly();
        }
    }
}
