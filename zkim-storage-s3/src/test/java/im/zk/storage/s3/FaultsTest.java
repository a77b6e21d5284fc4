package im.zk.storage.s3;

import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.TestServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.ToxicProxy;
import im.zk.storage.testservers.faults.NetworkFaults;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What a caller sees when the network fails between the backend and a real server. */
class FaultsTest extends NetworkFaults {

    private static TestBucket bucket;

    @BeforeAll
    static void createBucket() {
        bucket = new TestBucket(TestServers.minio(), Compatibility.MINIO);
    }

    @AfterAll
    static void closeBucket() {
        bucket.close();
    }

    @Override
    protected TestServer server() {
        return TestServers.minio();
    }

    @Override
    protected StorageBackend direct() {
        return bucket.backend().build();
    }

    @Override
    protected StorageBackend through(ToxicProxy proxy, Duration callTimeout) {
        return bucket.backend(URI.create("http://" + proxy.host() + ":" + proxy.port()))
                .callTimeout(callTimeout)
                .build();
    }

    @Override
    protected String threads() {
        return "zkim-s3";
    }
}
