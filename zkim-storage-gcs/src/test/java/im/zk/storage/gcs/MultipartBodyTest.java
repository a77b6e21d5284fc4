package im.zk.storage.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.services.storage.model.StorageObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The request that has metadata and value in it. */
class MultipartBodyTest {

    private static final byte[] VALUE = "a value\r\n--".getBytes(ISO_8859_1);

    private final MultipartBody body =
            new MultipartBody(new StorageObject().setName("käse").setContentType("text/x-test"), VALUE);

    MultipartBodyTest() throws IOException {
        // The body may throw.
    }

    @Test
    @DisplayName("Its length is that of what is written, each time that it is sent")
    void length() throws IOException {
        Sent first = send();
        assertThat(first.size()).isEqualTo((int) body.getLength());
        assertThat(send().toByteArray()).isEqualTo(first.toByteArray());
        assertThat(body.retrySupported()).isTrue();
    }

    @Test
    @DisplayName("It is flushed once, behind the last byte")
    void flushes() throws IOException {
        assertThat(send().flushedAt).isEqualTo((int) body.getLength());
        assertThat(send().flushes).isEqualTo(1);
    }

    @Test
    @DisplayName("Its two parts are the metadata in UTF-8 and the value, and the boundary is that of its type")
    void parts() throws IOException {
        String boundary = body.getType().replace("multipart/related; boundary=", "");
        String text = send().toString(ISO_8859_1);
        assertThat(text)
                .startsWith("--" + boundary + "\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{")
                .contains("\"name\":\"k\u00c3\u00a4se\"")
                .endsWith("}\r\n--" + boundary + "\r\nContent-Type: text/x-test\r\n\r\na value\r\n--\r\n--" + boundary
                        + "--\r\n");
    }

    private Sent send() throws IOException {
        Sent sent = new Sent();
        body.writeTo(sent);
        return sent;
    }

    private static final class Sent extends ByteArrayOutputStream {
        private int flushes;
        private int flushedAt;

        @Override
        public void flush() {
            flushes++;
            flushedAt = size();
        }
    }
}
