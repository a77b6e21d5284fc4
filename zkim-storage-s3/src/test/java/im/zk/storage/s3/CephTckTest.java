package im.zk.storage.s3;

import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.S3Server;
import im.zk.storage.testservers.TestServers;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on Ceph's object gateway. */
class CephTckTest extends S3Tck {

    private static TestBucket bucket;

    private static final String REFUSED_PAGE = "http://refused.example/";

    @BeforeAll
    static void createBucket() {
        bucket = new TestBucket(TestServers.ceph(), Compatibility.CEPH);
    }

    @AfterAll
    static void close() {
        bucket.close();
    }

    @Override
    S3Server server() {
        return TestServers.ceph();
    }

    @Override
    TestBucket bucket() {
        return bucket;
    }

    @Override
    Set<String> foreignNames() {
        return Set.of("", "a//b", "a%2fb", "%41", "/a", "theirs\\c");
    }

    /** The bucket refuses some objects to whoever comes from a certain page, and the backend says that it does. */
    @Override
    protected Optional<StorageBackend> openFailing(String namespace, Set<String> keys) {
        bucket.client()
                .putBucketPolicy(request -> request.bucket(bucket.name())
                        .policy(BucketPolicies.refuse(
                                bucket.name(), objectNames(Compatibility.CEPH, namespace, keys), REFUSED_PAGE)));
        return Optional.of(new S3StorageBackend(
                bucket.options().prefix(namespace).build(),
                configuration -> configuration.putHeader("Referer", REFUSED_PAGE)));
    }
}
