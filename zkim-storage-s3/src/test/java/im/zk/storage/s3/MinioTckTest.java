package im.zk.storage.s3;

import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.S3Server;
import im.zk.storage.testservers.TestServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract on MinIO. */
class MinioTckTest extends S3Tck {

    private static TestBucket bucket;
    private static final List<S3Client> ANONYMOUS = new ArrayList<>();

    @BeforeAll
    static void createBucket() {
        bucket = new TestBucket(TestServers.minio(), Compatibility.MINIO);
    }

    @AfterAll
    static void close() {
        ANONYMOUS.forEach(S3Client::close);
        bucket.close();
    }

    @Override
    S3Server server() {
        return TestServers.minio();
    }

    @Override
    TestBucket bucket() {
        return bucket;
    }

    /** MinIO refuses names with two slashes side by side, as it keeps objects in a tree of files. */
    @Override
    Set<String> foreignNames() {
        return Set.of("theirs/b", "a%2fb", "%41", "theirs\\c");
    }

    /** Anybody may do anything in the bucket but with some objects, and the backend is anybody. */
    @Override
    protected Optional<StorageBackend> openFailing(String namespace, Set<String> keys) {
        bucket.client()
                .putBucketPolicy(request -> request.bucket(bucket.name())
                        .policy(BucketPolicies.allowAllBut(
                                bucket.name(), objectNames(Compatibility.MINIO, namespace, keys))));
        S3Client anonymous = BucketPolicies.anonymousClient(server().endpoint());
        ANONYMOUS.add(anonymous);
        return Optional.of(S3StorageBackend.builder()
                .client(anonymous)
                .bucket(bucket.name())
                .compatibility(Compatibility.MINIO)
                .prefix(namespace)
                .build());
    }
}
