package im.zk.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.api.client.http.HttpContent;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;

/**
 * Metadata and value as the two parts of one request, written without a flush between them: Google's
 * {@code MultipartContent} flushes after each line, which is a packet each, and writes all of it once more to know how long
 * it is.
 *
 * @see <a href="https://cloud.google.com/storage/docs/uploading-objects#uploading-an-object">Upload an object from memory</a>
 */
final class MultipartBody implements HttpContent {

    private final String boundary = "part-" + UUID.randomUUID();
    private final byte[] head;
    private final byte[] value;
    private final byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(UTF_8);

    /** The value is not copied. */
    MultipartBody(StorageObject metadata, byte[] value) throws IOException {
        String json = GsonFactory.getDefaultInstance().toString(metadata);
        this.head = ("--" + boundary + "\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n" + json + "\r\n--"
                        + boundary + "\r\nContent-Type: " + metadata.getContentType() + "\r\n\r\n")
                .getBytes(UTF_8);
        this.value = value;
    }

    @Override
    public long getLength() {
        return (long) head.length + value.length + tail.length;
    }

    @Override
    public String getType() {
        return "multipart/related; boundary=" + boundary;
    }

    @Override
    public boolean retrySupported() {
        return true;
    }

    @Override
    public void writeTo(OutputStream request) throws IOException {
        request.write(head);
        request.write(value);
        request.write(tail);
        request.flush();
    }
}
