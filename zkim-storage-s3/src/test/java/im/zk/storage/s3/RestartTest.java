package im.zk.storage.s3;

import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.MinioServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.RestartUnderLoad;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A server that is killed and started again while values are stored and read. */
class RestartTest extends RestartUnderLoad<MinioServer> {

    private @Nullable TestBucket bucket;

    @AfterEach
    void closeBucket() {
        if (bucket != null) {
            bucket.close();
        }
    }

    @Override
    protected MinioServer startServer() {
        return TestServers.startMinio();
    }

    @Override
    protected StorageBackend open(MinioServer server) {
        bucket = new TestBucket(server, Compatibility.MINIO);
        return bucket.backend().build();
    }
}
