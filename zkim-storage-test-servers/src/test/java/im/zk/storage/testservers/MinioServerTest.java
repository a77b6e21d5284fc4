package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MinioServerTest {

    @Test
    void answersAsS3Does() throws Exception {
        MinioServer server = TestServers.minio();

        HttpResponse<String> answer = Http.get(server.endpoint());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
        assertThat(server.accessKeyId()).isNotBlank();
        assertThat(server.secretAccessKey()).isNotBlank();
    }

    @Test
    void isSharedAndNotForOneTestToStop() {
        MinioServer server = TestServers.minio();

        assertThat(TestServers.minio()).isSameAs(server);
        assertThatIllegalStateException().isThrownBy(server::stop).withMessageContaining("All tests share this server");
        assertThatIllegalStateException().isThrownBy(server::close);
    }

    @Test
    void aTestMayStopAndStartOneOfItsOwn() throws Exception {
        try (MinioServer server = TestServers.startMinio()) {
            assertThat(server.endpoint()).isNotEqualTo(TestServers.minio().endpoint());

            server.stop();
            assertThat(Ready.http("/").at(server.port())).isFalse();

            server.start();
            assertThat(Http.get(server.endpoint()).statusCode()).isEqualTo(403);
        }
    }
}
