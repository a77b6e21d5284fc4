package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MinioServerTest {

    @Test
    void answersAsS3Does() throws Exception {
        MinioServer server = TestServers.minio();

        HttpResponse<String> answer = get(server.endpoint());

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
            assertThat(get(server.endpoint()).statusCode()).isEqualTo(403);
        }
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
