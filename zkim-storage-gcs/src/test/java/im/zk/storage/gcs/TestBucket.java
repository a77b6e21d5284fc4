package im.zk.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import im.zk.storage.testservers.FakeGcsServer;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** A new bucket at a real server, and a client that knows nothing of keys, to prepare it and to look into it. */
final class TestBucket {

    private final FakeGcsServer server;
    private final String name = "zkim-" + UUID.randomUUID();
    private final Storage client;

    TestBucket(FakeGcsServer server) {
        this.server = server;
        client = StorageOptions.http()
                .setHost(server.endpoint().toString())
                .setProjectId(server.projectId())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        client.create(BucketInfo.of(name));
    }

    String name() {
        return name;
    }

    Storage client() {
        return client;
    }

    URI endpoint() {
        return server.endpoint();
    }

    /** A backend of this bucket, by the straight way. */
    GcsStorageOptions.Builder<GcsStorageBackend> backend() {
        return backend(server.endpoint());
    }

    /** A backend of this bucket, by a way of the caller's. */
    GcsStorageOptions.Builder<GcsStorageBackend> backend(URI endpoint) {
        return describe(GcsStorageBackend.builder(), endpoint);
    }

    /** Options for this bucket. */
    GcsStorageOptions.Builder<GcsStorageOptions> options() {
        return describe(GcsStorageOptions.builder(), server.endpoint());
    }

    void put(String object, String content) {
        client.create(BlobInfo.newBuilder(name, object).build(), content.getBytes(UTF_8));
    }

    String content(String object) {
        return new String(client.readAllBytes(BlobId.of(name, object)), UTF_8);
    }

    void delete(String object) {
        client.delete(BlobId.of(name, object));
    }

    /** The names of all objects that begin with a prefix. */
    Set<String> names(String prefix) {
        Set<String> names = new HashSet<>();
        for (Blob each :
                client.list(name, Storage.BlobListOption.prefix(prefix)).iterateAll()) {
            names.add(each.getName());
        }
        return names;
    }

    private <T> GcsStorageOptions.Builder<T> describe(GcsStorageOptions.Builder<T> builder, URI endpoint) {
        return builder.bucketName(name).endpoint(endpoint).credentials(NoCredentials.getInstance());
    }
}
