package im.zk.storage.gcs;

import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.FakeGcsServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.ToxicProxy;
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.RestartUnderLoad;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;

/**
 * A server that is killed and started again while values are stored and read. The emulator stores a value and its metadata
 * one after the other, and once it was killed in between answers every listing with 404. So the network ends first, in the
 * middle of the calls, and the server when it has stored what had reached it.
 */
@SuppressWarnings("NullAway.Init") // what is made once the server is there
class RestartTest extends RestartUnderLoad<FakeGcsServer> {

    private TestBucket bucket;
    private ToxicProxy way;

    @Override
    protected FakeGcsServer startServer() {
        return TestServers.startFakeGcs();
    }

    @Override
    protected StorageBackend open(FakeGcsServer server) throws IOException {
        bucket = new TestBucket(server);
        way = TestServers.toxiproxy().proxy(server);
        return bucket.backend(URI.create("http://" + way.host() + ":" + way.port()))
                .maximumAttempts(1)
                .build();
    }

    @Override
    protected void kill(FakeGcsServer server) throws Exception {
        way.disable();
        // A listing waits for the writes that have begun.
        Await.until("all is stored", () -> bucket.names("").equals(bucket.names("")));
        server.stop();
    }

    @Override
    protected void revive(FakeGcsServer server) throws Exception {
        server.start();
        way.enable();
    }

    @AfterEach
    void closeWay() throws IOException {
        way.close();
    }
}
