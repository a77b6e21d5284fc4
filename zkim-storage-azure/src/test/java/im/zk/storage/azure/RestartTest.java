package im.zk.storage.azure;

import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.AzuriteServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.RestartUnderLoad;

/** A server that is killed and started again while values are stored and read. */
class RestartTest extends RestartUnderLoad<AzuriteServer> {

    @Override
    protected AzuriteServer startServer() {
        return TestServers.startAzurite();
    }

    @Override
    protected StorageBackend open(AzuriteServer server) {
        return new TestContainer(server).backend().build();
    }
}
