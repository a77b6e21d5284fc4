package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoToolTest {

    @TempDir
    Path empty;

    @Test
    void skipsTheTestAndSaysWhatIsMissingAndHowToGetIt() throws IOException {
        assertThat(ask(Map.of("PATH", empty.toString())))
                .startsWith("TestAbortedException: Toxiproxy is missing: there is no Go on the path")
                .contains("go install github.com/Shopify/toxiproxy/v2/cmd/server@v")
                .contains("https://go.dev/dl", "start Docker", "-Dzkim.test.toxiproxy.endpoint=");
    }

    @Test
    void failsInsteadWhereCiIsTrue() throws IOException {
        assertThat(ask(Map.of("PATH", empty.toString(), "CI", "true")))
                .startsWith("MissingServerException: Toxiproxy is missing: there is no Go on the path");
    }

    private String ask(Map<String, String> environment) throws IOException {
        List<String> options = List.of("-Dzkim.test.cache=" + empty.resolve("cache"), "-Dzkim.test.docker=false");
        try (Child child = Child.start(AskingProgram.class, options, environment)) {
            return String.valueOf(child.readLine());
        }
    }
}
