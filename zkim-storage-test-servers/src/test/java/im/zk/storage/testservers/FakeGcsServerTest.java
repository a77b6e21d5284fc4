package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class FakeGcsServerTest {

    @Test
    void storesObjectsAndIsShared() throws Exception {
        FakeGcsServer server = TestServers.fakeGcs();

        storeAndRead(server, "shared");

        assertThat(TestServers.fakeGcs()).isSameAs(server);
    }

    @Test
    void aTestsOwnKeepsObjectsOverAStop() throws Exception {
        try (FakeGcsServer server = TestServers.startFakeGcs()) {
            URI object = storeAndRead(server, "own");

            server.stop();
            assertThat(Ready.http("/").at(server.port())).isFalse();
            server.start();

            assertThat(Http.get(object).body()).isEqualTo("a value");
        }
    }

    private static URI storeAndRead(FakeGcsServer server, String bucket) throws Exception {
        URI endpoint = server.endpoint();
        URI buckets = endpoint.resolve("/storage/v1/b?project=" + server.projectId());
        assertThat(Http.post(buckets, "{\"name\":\"" + bucket + "\"}").statusCode())
                .isEqualTo(200);
        URI upload = endpoint.resolve("/upload/storage/v1/b/" + bucket + "/o?uploadType=media&name=a%2Fkey");
        assertThat(Http.post(upload, "a value").statusCode()).isEqualTo(200);
        URI object = endpoint.resolve("/storage/v1/b/" + bucket + "/o/a%2Fkey?alt=media");
        assertThat(Http.get(object).body()).isEqualTo("a value");
        return object;
    }
}
