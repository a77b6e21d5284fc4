package im.zk.storage.azure;

import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.TestServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.ToxicProxy;
import im.zk.storage.testservers.faults.NetworkFaults;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;

/** What a caller sees when the network fails between the backend and a real server. */
class FaultsTest extends NetworkFaults {

    private static TestContainer container;

    @BeforeAll
    static void createContainer() {
        container = new TestContainer(TestServers.azurite());
    }

    @Override
    protected TestServer server() {
        return TestServers.azurite();
    }

    @Override
    protected StorageBackend direct() {
        return container.backend().build();
    }

    @Override
    protected StorageBackend through(ToxicProxy proxy, Duration callTimeout) {
        return container
                .backend(proxy.host(), proxy.port())
                .callTimeout(callTimeout)
                .build();
    }

    @Override
    protected String threads() {
        return "zkim-azure";
    }
}
