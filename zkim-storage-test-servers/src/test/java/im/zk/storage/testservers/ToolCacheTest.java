package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolCacheTest {

    @TempDir
    Path cache;

    @Test
    void installsOnceForTwoJvmsThatAskAtOnce() throws IOException {
        try (Child first = start();
                Child second = start()) {
            assertThat(first.readLine()).isEqualTo("asking");
            assertThat(second.readLine()).isEqualTo("asking");
            // Whoever comes first installs; the other one gets what that one installed, and is told nothing.
            Child installing = first.awaitLineBefore(second) ? first : second;
            Child waiting = installing == first ? second : first;
            assertThat(installing.readLine()).isEqualTo("installing");
            installing.say("go on");
            assertThat(installing.readLine()).isEqualTo("the tool");
            assertThat(waiting.readLine()).isEqualTo("the tool");
        }
        assertThat(cache.resolve("tool")).isDirectory();
        assertThat(cache.resolve("tool.unfinished")).doesNotExist();
    }

    @Test
    void beginsAnewWhereAnInstallationWasKilled() throws IOException {
        try (Child killed = start()) {
            assertThat(killed.readLine()).isEqualTo("asking");
            assertThat(killed.readLine()).isEqualTo("installing");
        }
        assertThat(cache.resolve("tool")).doesNotExist();

        try (Child next = start()) {
            assertThat(next.readLine()).isEqualTo("asking");
            assertThat(next.readLine()).isEqualTo("installing");
            next.say("go on");
            assertThat(next.readLine()).isEqualTo("the tool");
        }
        assertThat(cache.resolve("tool.unfinished")).doesNotExist();
    }

    private Child start() throws IOException {
        return Child.start(InstallingProgram.class, List.of("-Dzkim.test.cache=" + cache), Map.of());
    }
}
