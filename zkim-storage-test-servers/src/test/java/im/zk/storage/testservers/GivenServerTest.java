package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GivenServerTest {

    @AfterEach
    void clear() {
        System.clearProperty("zkim.test.s3.endpoint");
        System.clearProperty("zkim.test.s3.accessKeyId");
        System.clearProperty("zkim.test.s3.secretAccessKey");
    }

    @Test
    void aSystemPropertyComesFirst() {
        System.setProperty("zkim.test.s3.endpoint", "https://s3.example.org");
        System.setProperty("zkim.test.s3.accessKeyId", "key");
        System.setProperty("zkim.test.s3.secretAccessKey", "secret");

        MinioServer server = MinioServer.find();

        assertThat(server.endpoint()).isEqualTo(URI.create("https://s3.example.org"));
        assertThat(server.host()).isEqualTo("s3.example.org");
        assertThat(server.port()).isEqualTo(443);
        assertThat(server.accessKeyId()).isEqualTo("key");
        assertThat(server.secretAccessKey()).isEqualTo("secret");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(server::stop);
    }

    @Test
    void namesThePropertyThatGoesWithIt() {
        System.setProperty("zkim.test.s3.endpoint", "http://127.0.0.1:9000");

        assertThatIllegalArgumentException()
                .isThrownBy(MinioServer::find)
                .withMessageContaining("set zkim.test.s3.accessKeyId as well");
    }

    @Test
    void refusesWhatIsNoUri() {
        System.setProperty("zkim.test.s3.endpoint", "localhost:9000");

        assertThatIllegalArgumentException()
                .isThrownBy(MinioServer::find)
                .withMessageContaining("http://127.0.0.1:9000, not: localhost:9000");
    }
}
