package im.zk.storage.gcs;

import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.FakeGcsServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.RestartUnderLoad;

/** A server that is killed and started again while values are stored and read. */
class RestartTest extends RestartUnderLoad<FakeGcsServer> {

    @Override
    protected FakeGcsServer startServer() {
        return TestServers.startFakeGcs();
    }

    @Override
    protected StorageBackend open(FakeGcsServer server) {
        return new TestBucket(server).backend().maximumAttempts(1).build();
    }
}
