package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a machine is told that has no tools at all. */
class MissingToolTest {

    @TempDir
    Path empty;

    @ParameterizedTest
    @CsvSource({
        "MINIO, MinIO is missing: there is no Go on the path, https://go.dev/dl, -Dzkim.test.s3.endpoint=",
        "TOXIPROXY, Toxiproxy is missing: there is no Go on the path, https://go.dev/dl, -Dzkim.test.toxiproxy.endpoint=",
        "FAKE_GCS, fake-gcs-server is missing: there is no Go on the path, https://go.dev/dl, -Dzkim.test.gcs.endpoint=",
        "AZURITE, Azurite is missing: there is no Node.js on the path, https://nodejs.org, -Dzkim.test.azure.endpoint=",
        "CEPH, 'Ceph is missing, and this is no Debian', apt-get install radosgw, -Dzkim.test.ceph.endpoint=",
    })
    void skipsTheTestAndSaysWhatIsMissingAndHowToGetIt(Service service, String reason, String remedy, String property)
            throws IOException {
        assertThat(ask(service, Map.of("PATH", empty.toString())))
                .startsWith("TestAbortedException: " + reason)
                .contains(remedy, property);
    }

    @Test
    void failsInsteadWhereCiIsTrue() throws IOException {
        assertThat(ask(Service.TOXIPROXY, Map.of("PATH", empty.toString(), "CI", "true")))
                .startsWith("MissingServerException: Toxiproxy is missing: there is no Go on the path");
    }

    private String ask(Service service, Map<String, String> environment) throws IOException {
        List<String> options = List.of("-Dzkim.test.cache=" + empty.resolve("cache"), "-Dzkim.test.docker=false");
        try (Child child = Child.start(AskingProgram.class, options, environment, service)) {
            return String.valueOf(child.readLine());
        }
    }
}
