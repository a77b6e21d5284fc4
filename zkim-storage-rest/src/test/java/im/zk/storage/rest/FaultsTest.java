package im.zk.storage.rest;

import static org.assertj.core.api.Assertions.assertThat;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.rest.server.StorageServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.ToxicProxy;
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.Failures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of the network, made by a proxy in front of the server, and of the server itself. */
class FaultsTest {

    private static final byte[] OLD = {1};
    private static final byte[] LARGE = new byte[8 << 20];
    private static final int RESTARTS = 3;
    private static final int WRITERS = 4;

    private final InMemoryStorage store = new InMemoryStorage();
    private final StorageServer server = StorageServer.builder().backend(store).start();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ToxicProxy proxy = newProxy();

    @BeforeEach
    void store() throws Exception {
        Await.value(store.set("old", OLD));
        Await.value(store.set("large", LARGE));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        proxy.close();
        server.close();
        store.close();
    }

    @Test
    void refusedConnectionsAreUnavailableAndWhatIsThereIsNotMissing() throws Exception {
        StorageBackend client = client(Duration.ofSeconds(60));
        proxy.disable();
        Failures.of(client.get("old"), ErrorKind.UNAVAILABLE);
        Failures.of(client.has("old"), ErrorKind.UNAVAILABLE);
        Failures.of(client.set("new", OLD), ErrorKind.UNAVAILABLE);
        Failures.of(client.delete("old"), ErrorKind.UNAVAILABLE);
        Failures.of(client.keys(), ErrorKind.UNAVAILABLE);
        Failures.of(client.getBatch(List.of("old", "large")), ErrorKind.UNAVAILABLE);
        proxy.enable();
        assertThat(Await.value(client.get("old"))).isEqualTo(OLD);
        assertThat(Await.value(client.get("new"))).isNull();
    }

    @Test
    void aResetInTheMiddleOfABodyIsUnavailableEitherWay() throws Exception {
        StorageBackend client = client(Duration.ofSeconds(60));
        proxy.bandwidth(ToxicDirection.DOWNSTREAM, 200_000);
        proxy.resetPeer(ToxicDirection.DOWNSTREAM, Duration.ofMillis(500));
        Failures.of(client.get("large"), ErrorKind.UNAVAILABLE);
        proxy.restore();
        proxy.bandwidth(ToxicDirection.UPSTREAM, 200_000);
        proxy.resetPeer(ToxicDirection.UPSTREAM, Duration.ofMillis(500));
        Failures.of(client.set("old", LARGE), ErrorKind.UNAVAILABLE);
        proxy.restore();
        assertThat(Await.value(client.get("old"))).isEqualTo(OLD);
        assertThat(Await.value(client.get("large"))).isEqualTo(LARGE);
    }

    @Test
    void aStallLongerThanTheTimeoutIsATimeoutBeforeAndWithinTheBody() throws Exception {
        StorageBackend client = client(Duration.ofSeconds(1));
        proxy.stall(ToxicDirection.DOWNSTREAM);
        Failures.of(client.get("old"), ErrorKind.TIMEOUT);
        Failures.of(client.has("old"), ErrorKind.TIMEOUT);
        Failures.of(client.listKeys(KeyQuery.all()), ErrorKind.TIMEOUT);
        proxy.restore();
        proxy.bandwidth(ToxicDirection.DOWNSTREAM, 100_000);
        Failures.of(client.get("large"), ErrorKind.TIMEOUT);
        proxy.restore();
        proxy.bandwidth(ToxicDirection.UPSTREAM, 100_000);
        Failures.of(client.set("old", LARGE), ErrorKind.TIMEOUT);
        proxy.restore();
        assertThat(Await.value(client(Duration.ofSeconds(60)).get("old"))).isEqualTo(OLD);
    }

    @Test
    void aBodyThatIsCutShortIsCorruptedAndNeverAShortValue() throws Exception {
        StorageBackend client = client(Duration.ofSeconds(60));
        proxy.limitData(ToxicDirection.DOWNSTREAM, 100_000);
        Failures.of(client.get("large"), ErrorKind.CORRUPTED);
        proxy.restore();
        proxy.limitData(ToxicDirection.UPSTREAM, 100_000);
        Failures.of(client.set("old", LARGE), ErrorKind.UNAVAILABLE);
        proxy.restore();
        assertThat(Await.value(client.get("old"))).isEqualTo(OLD);
    }

    @Test
    void cancellingAStalledGetOrSetClosesItsConnection() throws Exception {
        StorageBackend client = client(Duration.ofSeconds(60));
        proxy.stall(ToxicDirection.DOWNSTREAM);
        proxy.stall(ToxicDirection.UPSTREAM);
        List<CompletableFuture<?>> calls = List.of(client.get("large"), client.set("new", LARGE));
        Await.until("both are connected", () -> openConnections() == 2);
        calls.forEach(call -> call.cancel(true));
        Await.until("their connections are closed", () -> openConnections() == 0);
    }

    @Test
    void closingLeavesNoThreadBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        StorageBackend client = client(Duration.ofSeconds(60));
        proxy.stall(ToxicDirection.DOWNSTREAM);
        List<CompletableFuture<?>> calls = List.of(client.get("large"), client.set("new", LARGE), client.keys());
        Await.until("they are connected", () -> openConnections() > 0);
        client.close();
        for (CompletableFuture<?> each : calls) {
            Failures.of(each, ErrorKind.CLOSED);
        }
        Await.until(
                "no thread of a client is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread))
                        .map(Thread::getName)
                        .noneMatch(name -> name.startsWith("zkim-rest") || name.startsWith("HttpClient")));
    }

    @Test
    void aServerThatIsRestartedUnderLoadLosesNoAcknowledgedWrite() throws Exception {
        StorageServer first = StorageServer.builder().backend("/load", store).start();
        int port = first.port();
        StorageBackend client = RestStorageBackend.builder()
                .baseUrl(first.baseUrl("/load").toString())
                .callTimeout(Duration.ofSeconds(30))
                .build();
        opened.add(client);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger failures = new AtomicInteger();
        Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            writers.add(write("writer-" + writer + "-", client, ended, acknowledged, failures));
        }
        StorageServer current = first;
        for (int restart = 0; restart < RESTARTS; restart++) {
            int before = acknowledged.size();
            Await.until("writes are acknowledged", () -> acknowledged.size() > before + 100);
            current.close();
            int failed = failures.get();
            Await.until("writes fail", () -> failures.get() > failed);
            current = StorageServer.builder().backend("/load", store).port(port).start();
        }
        int before = acknowledged.size();
        Await.until("writes are acknowledged again", () -> acknowledged.size() > before + 100);
        ended.set(true);
        for (CompletableFuture<Void> each : writers) {
            Await.value(each);
        }
        for (Map.Entry<String, byte[]> each : acknowledged.entrySet()) {
            assertThat(Await.value(client.get(each.getKey()))).as(each.getKey()).isEqualTo(each.getValue());
        }
        current.close();
    }

    /** Writes keys one after another, reads each back that was acknowledged, and counts what failed. */
    private static CompletableFuture<Void> write(
            String prefix,
            StorageBackend client,
            AtomicBoolean ended,
            Map<String, byte[]> acknowledged,
            AtomicInteger failures) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                for (int number = 0; !ended.get(); number++) {
                    String key = prefix + number;
                    byte[] value = ByteBuffer.allocate(1024).putInt(number).array();
                    try {
                        Await.value(client.set(key, value));
                        acknowledged.put(key, value);
                        assertThat(Await.value(client.get(key))).as(key).isEqualTo(value);
                    } catch (ExecutionException failed) {
                        assertThat(failed.getCause())
                                .isInstanceOfSatisfying(
                                        ServiceException.class,
                                        failure -> assertThat(failure.kind())
                                                .isIn(ErrorKind.UNAVAILABLE, ErrorKind.CORRUPTED));
                        failures.incrementAndGet();
                        LockSupport.parkNanos(1_000_000);
                    }
                }
                done.complete(null);
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private StorageBackend client(Duration callTimeout) {
        StorageBackend client = RestStorageBackend.builder()
                .baseUrl("http://" + proxy.host() + ":" + proxy.port())
                .callTimeout(callTimeout)
                .build();
        opened.add(client);
        return client;
    }

    private ToxicProxy newProxy() {
        try {
            return TestServers.toxiproxy().proxy("127.0.0.1", server.port());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private long openConnections() {
        try {
            return proxy.openConnections();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
