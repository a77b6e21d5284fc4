package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class IpfsServerTest {

    @Test
    void aTestsOwnKeepsFilesOverAStopAndIsNotTheSharedOne() throws Exception {
        try (IpfsServer server = TestServers.startIpfs()) {
            URI commands = server.endpoint().resolve("/api/v0/");
            assertThat(Http.post(commands.resolve("files/mkdir?arg=/kept"), "").statusCode())
                    .isEqualTo(200);
            assertThat(Http.post(commands.resolve("files/flush?arg=/kept"), "").statusCode())
                    .isEqualTo(200);

            server.stop();
            assertThat(Ready.http("/").at(server.port())).isFalse();
            server.start();

            assertThat(Http.post(commands.resolve("files/ls?arg=/"), "").body()).contains("\"kept\"");
            assertThat(TestServers.ipfs().port()).isNotEqualTo(server.port());
        }
    }
}
