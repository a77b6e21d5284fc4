package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class CephServerTest {

    @Test
    void answersAsS3DoesAndIsShared() throws Exception {
        CephServer server = TestServers.ceph();

        HttpResponse<String> answer = Http.get(server.endpoint().resolve("/no-such-bucket"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("<Code>NoSuchBucket</Code>");
        assertThat(TestServers.ceph()).isSameAs(server);
    }

    @Test
    void aTestMayStopAndStartTheGateway() {
        try (CephServer server = TestServers.startCeph()) {
            server.stop();
            assertThat(Ready.http("/").at(server.port())).isFalse();

            server.start();
            assertThat(Ready.http("/").at(server.port())).isTrue();
        }
    }
}
