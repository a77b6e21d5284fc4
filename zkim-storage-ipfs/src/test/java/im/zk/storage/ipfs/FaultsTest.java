package im.zk.storage.ipfs;

import static org.assertj.core.api.Assertions.assertThat;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import im.zk.storage.ErrorKind;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.ToxicProxy;
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.Failures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a caller sees when the network fails between the backend and a real node. */
class FaultsTest {

    private static final byte[] OLD = {1};
    private static final byte[] LARGE = new byte[3 << 20];
    private static final Duration SHORT = Duration.ofMillis(1500);

    private TestDirectory directory;
    private ToxicProxy proxy;
    private IpfsStorageBackend direct;
    private IpfsStorageBackend storage;

    @BeforeEach
    void open() throws Exception {
        new Random(7).nextBytes(LARGE);
        directory = new TestDirectory(TestServers.ipfs());
        proxy = TestServers.toxiproxy().proxy(TestServers.ipfs());
        direct = directory.direct().build();
        storage = throughProxy().build();
        Await.value(direct.set("key", OLD));
        Await.value(direct.set("large", LARGE));
    }

    @AfterEach
    void close() throws Exception {
        storage.close();
        direct.close();
        proxy.close();
        directory.close();
    }

    @Test
    @DisplayName("Connection refused: every operation fails with UNAVAILABLE, and works again when the node is back")
    void connectionRefused() throws Exception {
        proxy.disable();
        for (CompletableFuture<?> each : everyOperation(storage)) {
            Failures.of(each, ErrorKind.UNAVAILABLE);
        }
        proxy.restore();

        assertThat(Await.value(storage.get("key"))).isEqualTo(OLD);
    }

    @Test
    @DisplayName("Reset in mid-body of a get: UNAVAILABLE, not a short value and not null")
    void resetWhileReading() throws Exception {
        Await.value(storage.has("key"));
        proxy.bandwidth(ToxicDirection.DOWNSTREAM, 1_000_000);
        proxy.resetPeer(ToxicDirection.DOWNSTREAM, Duration.ofMillis(700));

        Failures.of(storage.get("large"), ErrorKind.UNAVAILABLE);
        proxy.restore();
        assertThat(Await.value(storage.get("large"))).isEqualTo(LARGE);
    }

    @Test
    @DisplayName("Reset in mid-body of a set: UNAVAILABLE, the old value stays, and the next set succeeds")
    void resetWhileWriting() throws Exception {
        Await.value(storage.has("key"));
        proxy.bandwidth(ToxicDirection.UPSTREAM, 1_000_000);
        proxy.resetPeer(ToxicDirection.UPSTREAM, Duration.ofMillis(700));

        Failures.of(storage.set("key", LARGE), ErrorKind.UNAVAILABLE);
        assertThat(Await.value(direct.get("key"))).isEqualTo(OLD);
        proxy.restore();
        Await.value(storage.set("key", LARGE));
        assertThat(Await.value(direct.get("key"))).isEqualTo(LARGE);
    }

    @Test
    @DisplayName("A body cut short: CORRUPTED, not a short value")
    void cutShort() throws Exception {
        Await.value(storage.has("key"));
        proxy.limitData(ToxicDirection.DOWNSTREAM, 1 << 20);

        Failures.of(storage.get("large"), ErrorKind.CORRUPTED);
        proxy.restore();
        assertThat(Await.value(storage.get("large"))).isEqualTo(LARGE);
    }

    @Test
    @DisplayName("A stall longer than the timeout: every operation fails with TIMEOUT and leaves no connection")
    void stall() throws Exception {
        try (IpfsStorageBackend hasty = throughProxy().callTimeout(SHORT).build()) {
            proxy.stall(ToxicDirection.DOWNSTREAM);
            for (CompletableFuture<?> each : everyOperation(hasty)) {
                Failures.of(each, ErrorKind.TIMEOUT);
            }
            Await.until("no connection is left", () -> openConnections() == 0);
        }
        assertThat(Await.value(direct.get("large"))).isEqualTo(LARGE);
    }

    @Test
    @DisplayName("A set that is cancelled in its middle leaves the old value, and the next one does not wait for it")
    void cancelledSet() throws Exception {
        Await.value(storage.has("key"));
        proxy.bandwidth(ToxicDirection.UPSTREAM, 500_000);
        CompletableFuture<?> set = storage.set("key", LARGE);
        Await.until("the upload has begun", () -> openConnections() > 0);
        set.cancel(true);
        proxy.restore();

        assertThat(Await.value(direct.get("key"))).isEqualTo(OLD);
        Await.value(storage.set("key", new byte[] {5}));
        assertThat(Await.value(direct.get("key"))).containsExactly(5);
    }

    private long openConnections() {
        try {
            return proxy.openConnections();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private IpfsStorageOptions.Builder<IpfsStorageBackend> throughProxy() {
        return directory.direct().ipfsUrl("http://127.0.0.1:" + proxy.port());
    }

    private static List<CompletableFuture<?>> everyOperation(IpfsStorageBackend storage) {
        return List.of(
                storage.set("key", OLD),
                storage.get("key"),
                storage.has("key"),
                storage.delete("other"),
                storage.keys(),
                storage.cid("key"));
    }
}
