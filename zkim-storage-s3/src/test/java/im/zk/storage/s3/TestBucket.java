package im.zk.storage.s3;

import im.zk.storage.testservers.S3Server;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A new bucket at a real server, and a client that knows nothing of keys, to prepare it and to look into it. */
final class TestBucket implements AutoCloseable {

    private final S3Server server;
    private final Compatibility compatibility;
    private final String name = "zkim-" + UUID.randomUUID();
    private final S3Client client;

    TestBucket(S3Server server, Compatibility compatibility) {
        this.server = server;
        this.compatibility = compatibility;
        client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey())))
                .forcePathStyle(true)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
        client.createBucket(request -> request.bucket(name));
    }

    String name() {
        return name;
    }

    S3Client client() {
        return client;
    }

    /** A backend of this bucket, by the straight way. */
    S3StorageOptions.Builder<S3StorageBackend> backend() {
        return backend(server.endpoint());
    }

    /** A backend of this bucket, by a way of the caller's. */
    S3StorageOptions.Builder<S3StorageBackend> backend(URI endpoint) {
        return describe(S3StorageBackend.builder(), endpoint);
    }

    /** Options for this bucket. */
    S3StorageOptions.Builder<S3StorageOptions> options() {
        return describe(S3StorageOptions.builder(), server.endpoint());
    }

    void put(String object, String content) {
        client.putObject(request -> request.bucket(name).key(object), RequestBody.fromString(content));
    }

    /** The names of all objects that begin with a prefix. */
    Set<String> names(String prefix) {
        Set<String> names = new HashSet<>();
        client.listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .forEach(names::add);
        return names;
    }

    /** Uploads of an object in parts that are neither completed nor aborted. */
    List<MultipartUpload> unfinishedUploads(String object) {
        return client.listMultipartUploads(request -> request.bucket(name).prefix(object))
                .uploads();
    }

    @Override
    public void close() {
        client.close();
    }

    private <T> S3StorageOptions.Builder<T> describe(S3StorageOptions.Builder<T> builder, URI endpoint) {
        return builder.bucket(name)
                .endpoint(endpoint)
                .region(server.region())
                .compatibility(compatibility)
                .credentials(server.accessKeyId(), server.secretAccessKey());
    }
}
