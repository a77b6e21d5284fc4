package im.zk.storage.gcs;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.json.JsonHttpContent;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import im.zk.storage.spi.MalformedAnswerException;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Requests that store values. The bytes are sent from the caller's array itself, after a checksum of them, by which the
 * service refuses what does not arrive as it was. An object appears, or is replaced, when its last byte is there.
 *
 * @param requests makes them
 * @param bucket the bucket's name
 * @param chunkSize values of more bytes go up resumably, in chunks of so many
 * @see <a href="https://cloud.google.com/storage/docs/uploads-downloads">Uploads and downloads</a>
 */
record Uploads(Requests requests, String bucket, int chunkSize) {

    private static final String CONTENT_TYPE = "application/octet-stream";

    /** Stores a value. */
    void store(String name, byte[] value) throws Exception {
        StorageObject metadata =
                new StorageObject().setName(name).setContentType(CONTENT_TYPE).setCrc32c(Checksums.crc32c(value));
        if (value.length > chunkSize) {
            new ResumableUpload(this, metadata, value).run();
        } else {
            requests.call(() -> create(metadata, value));
        }
    }

    /** Where a resumable upload sends its chunks. */
    GenericUrl open(StorageObject metadata, int length) throws IOException {
        HttpRequest request = post(metadata, "resumable", json(metadata));
        request.getHeaders().set("X-Upload-Content-Type", CONTENT_TYPE).set("X-Upload-Content-Length", length);
        HttpResponse answer = Requests.execute(request);
        String location = answer.getHeaders().getLocation();
        if (location == null) {
            throw Answers.notCloudStorage(answer);
        }
        answer.ignore();
        return new GenericUrl(location);
    }

    /** A request that continues an upload; no redirect is meant by the service's 308. */
    HttpRequest put(GenericUrl session, HttpContent content, String range) throws IOException {
        HttpRequest request = api().getRequestFactory().buildPutRequest(session, content);
        request.getHeaders().setContentRange(range);
        if (!session.getHost().equals(new GenericUrl(api().getRootUrl()).getHost())) {
            // The session's URL is all that is needed; a token is for the endpoint alone.
            request.getHeaders().setAuthorization((String) null);
        }
        return request.setFollowRedirects(false);
    }

    /** Takes an answer for "stored" that names the object, its length and its checksum. */
    static @Nullable Void requireStored(HttpResponse answer, StorageObject metadata, int length) throws IOException {
        StorageObject stored = Answers.parseObject(answer, metadata.getName());
        boolean whole = BigInteger.valueOf(length).equals(stored.getSize())
                && metadata.getCrc32c().equals(stored.getCrc32c());
        if (!whole) {
            throw new MalformedAnswerException("The service stored other bytes than it was sent.");
        }
        return null;
    }

    static HttpContent content(byte[] value, int from, int length) {
        return new ByteArrayContent(CONTENT_TYPE, value, from, length);
    }

    private @Nullable Void create(StorageObject metadata, byte[] value) throws IOException {
        HttpRequest request = post(metadata, "multipart", new MultipartBody(metadata, value));
        return requireStored(Requests.execute(request), metadata, value.length);
    }

    private HttpRequest post(StorageObject metadata, String uploadType, HttpContent content) throws IOException {
        GenericUrl url = api().objects().insert(bucket, metadata).buildHttpRequestUrl();
        url.setRawPath("/upload" + url.getRawPath());
        url.set("uploadType", uploadType);
        url.set("fields", "name,size,crc32c");
        return api().getRequestFactory().buildPostRequest(url, content);
    }

    private Storage api() {
        return requests.client().api();
    }

    private static HttpContent json(StorageObject metadata) {
        return new JsonHttpContent(GsonFactory.getDefaultInstance(), metadata);
    }
}
