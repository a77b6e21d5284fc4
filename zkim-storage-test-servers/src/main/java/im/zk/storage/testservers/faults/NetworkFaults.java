package im.zk.storage.testservers.faults;

import static org.assertj.core.api.Assertions.assertThat;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.TestServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.ToxicProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a caller sees when the network fails between a backend and a real server. */
@SuppressWarnings("NullAway.Init") // what is made before each test
public abstract class NetworkFaults {

    private static final byte[] VALUE = value();
    private static final byte[] OLD = {1};
    private static final Duration SHORT = Duration.ofMillis(1500);
    private static final Duration LONG = Duration.ofMinutes(2);

    private ToxicProxy proxy;
    private StorageBackend direct;
    private StorageBackend storage;

    /** The server. */
    protected abstract TestServer server();

    /** A backend at the server, by the straight way. */
    protected abstract StorageBackend direct();

    /** A backend of the same keys by way of a proxy, whose calls may take so long. */
    protected abstract StorageBackend through(ToxicProxy proxy, Duration callTimeout);

    /** What the names of a backend's threads begin with. */
    protected abstract String threads();

    @BeforeEach
    final void open() throws IOException {
        proxy = TestServers.toxiproxy().proxy(server());
        direct = direct();
        storage = through(proxy, LONG);
        direct.set("key", OLD).join();
        direct.set("large", VALUE).join();
    }

    @AfterEach
    final void close() throws IOException {
        storage.close();
        direct.close();
        proxy.close();
    }

    @Test
    @DisplayName("Connection refused: every operation fails with UNAVAILABLE, and works again when the server is back")
    void connectionRefused() throws Exception {
        proxy.disable();
        for (CompletableFuture<?> each : everyOperation(storage)) {
            Failures.of(each, ErrorKind.UNAVAILABLE);
        }
        proxy.restore();

        assertThat(storage.get("key").join()).isEqualTo(OLD);
        assertThat(direct.get("key").join()).isEqualTo(OLD);
    }

    @Test
    @DisplayName("Reset in mid-body of a get: UNAVAILABLE, not a short value and not null")
    void resetWhileReading() throws Exception {
        proxy.bandwidth(ToxicDirection.DOWNSTREAM, 2_000_000);
        proxy.resetPeer(ToxicDirection.DOWNSTREAM, Duration.ofMillis(300));

        Failures.of(storage.get("large"), ErrorKind.UNAVAILABLE);
        proxy.restore();
        assertThat(storage.get("large").join()).isEqualTo(VALUE);
    }

    @Test
    @DisplayName("Reset in mid-body of a set: UNAVAILABLE, and the old value stays")
    void resetWhileWriting() throws Exception {
        proxy.bandwidth(ToxicDirection.UPSTREAM, 2_000_000);
        proxy.resetPeer(ToxicDirection.UPSTREAM, Duration.ofMillis(300));

        Failures.of(storage.set("key", VALUE), ErrorKind.UNAVAILABLE);
        assertThat(direct.get("key").join()).isEqualTo(OLD);
    }

    @Test
    @DisplayName("A body cut short: CORRUPTED, not a short value")
    void cutShort() throws Exception {
        proxy.limitData(ToxicDirection.DOWNSTREAM, 1 << 20);

        assertThat(Failures.of(storage.get("large"), ErrorKind.CORRUPTED)).hasMessageContaining("Content-Length");
        proxy.restore();
        assertThat(storage.get("large").join()).isEqualTo(VALUE);
    }

    @Test
    @DisplayName("A stall longer than the timeout: every operation fails with TIMEOUT and leaves no connection")
    void stall() throws Exception {
        try (StorageBackend hasty = through(proxy, SHORT)) {
            proxy.stall(ToxicDirection.DOWNSTREAM);
            for (CompletableFuture<?> each : everyOperation(hasty)) {
                Failures.of(each, ErrorKind.TIMEOUT);
            }
            Await.until("no connection is left", () -> proxy.openConnections() == 0);
        }
        assertThat(direct.get("large").join()).isEqualTo(VALUE);
    }

    @Test
    @DisplayName("A stall in mid-body longer than the timeout: TIMEOUT for get, and for set, and the old value stays")
    void stallInBody() throws Exception {
        try (StorageBackend hasty = through(proxy, SHORT)) {
            proxy.bandwidth(ToxicDirection.DOWNSTREAM, 100_000);
            proxy.bandwidth(ToxicDirection.UPSTREAM, 100_000);
            Failures.of(hasty.get("large"), ErrorKind.TIMEOUT);
            Failures.of(hasty.set("key", VALUE), ErrorKind.TIMEOUT);
        }
        assertThat(direct.get("key").join()).isEqualTo(OLD);
    }

    @Test
    @DisplayName("Cancelling a get that waits for its answer, or for the rest of its value, closes its connection")
    void cancelGet() throws Exception {
        proxy.stall(ToxicDirection.DOWNSTREAM);
        assertCancelCloses(storage.get("large"));
        proxy.restore();

        proxy.bandwidth(ToxicDirection.DOWNSTREAM, 100_000);
        assertCancelCloses(storage.get("large"));
        proxy.restore();
        assertThat(storage.get("large").join()).isEqualTo(VALUE);
    }

    @Test
    @DisplayName("Cancelling a set that waits for its answer, or for its value to go, closes its connection")
    void cancelSet() throws Exception {
        proxy.stall(ToxicDirection.DOWNSTREAM);
        assertCancelCloses(storage.set("new", OLD));
        proxy.restore();

        proxy.stall(ToxicDirection.UPSTREAM);
        assertCancelCloses(storage.set("key", VALUE));
        proxy.restore();
        assertThat(storage.get("key").join()).isEqualTo(OLD);
    }

    @Test
    @DisplayName("After faults of all sorts, closing leaves no thread and no connection")
    void nothingStays() throws Exception {
        direct.get("key").join();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        List<CompletableFuture<?>> stalled;
        try (StorageBackend closed = through(proxy, LONG)) {
            closed.get("key").join();
            proxy.stall(ToxicDirection.DOWNSTREAM);
            stalled = everyOperation(closed);
            Await.until("calls are under way", () -> proxy.openConnections() > 0);
        }
        for (CompletableFuture<?> each : stalled) {
            Failures.of(each, ErrorKind.CLOSED);
        }

        Await.until("no connection is left", () -> proxy.openConnections() == 0);
        Await.until(
                "no thread is left but those of the other clients",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith(threads()))
                        .allMatch(before::contains));
    }

    private void assertCancelCloses(CompletableFuture<?> future) throws Exception {
        Await.until("a connection is open", () -> proxy.openConnections() > 0);
        future.cancel(true);
        Await.until("the connection is closed", () -> proxy.openConnections() == 0);
    }

    private static List<CompletableFuture<?>> everyOperation(StorageBackend storage) {
        return Stream.<CompletableFuture<?>>of(
                        storage.get("key"),
                        storage.has("key"),
                        storage.set("key", new byte[] {2}),
                        storage.delete("missing"),
                        storage.keys(),
                        storage.clear(),
                        storage.deleteBatch(List.of("missing")),
                        storage.listKeys(KeyQuery.all()))
                .toList();
    }

    private static byte[] value() {
        byte[] value = new byte[4 << 20];
        Arrays.fill(value, (byte) 7);
        return value;
    }
}
