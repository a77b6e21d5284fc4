package im.zk.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.testservers.FaultyRoute;
import im.zk.storage.testservers.RoutedRequest;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Failures;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How often a request is made in all: attempts never multiply. */
class AttemptsTest {

    private static final int ATTEMPTS = 3;
    private static final int LENGTH = 1000;
    private static TestContainer container;

    private FaultyRoute route;
    private AzureStorageBackend storage;

    @BeforeAll
    static void createContainer() {
        container = new TestContainer(TestServers.azurite());
    }

    @BeforeEach
    void open() {
        route = FaultyRoute.to(container.server());
        storage = container.backend("127.0.0.1", route.port()).build();
        storage.set("key", new byte[LENGTH]).join();
        route.forgetRequests();
    }

    @AfterEach
    void close() {
        storage.close();
        route.close();
    }

    @Test
    @DisplayName("A service that cannot answer now is asked three times, for every operation")
    void busy() {
        route.answer(all -> true, 503, Map.of("x-ms-error-code", "ServerBusy"), new byte[0]);
        List<CompletableFuture<?>> all = everyOperation();
        for (CompletableFuture<?> each : all) {
            Failures.of(each, ErrorKind.RATE_LIMITED);
        }
        assertThat(route.requests()).hasSize(ATTEMPTS * all.size());
    }

    @Test
    @DisplayName("A connection that ends without an answer is tried three times")
    void noAnswer() {
        route.cut(all -> true);
        Failures.of(storage.get("key"), ErrorKind.UNAVAILABLE);
        assertThat(route.requests()).hasSize(ATTEMPTS);
    }

    @Test
    @DisplayName("A value that breaks off each time is asked for three times")
    void breaksOffEachTime() {
        route.answer(all -> true, 200, blobOf(LENGTH), new byte[100]);
        Failures.of(storage.get("key"), ErrorKind.CORRUPTED);
        assertThat(route.requests()).hasSize(ATTEMPTS);
    }

    @Test
    @DisplayName("A value that breaks off, and of which the rest cannot be had, is asked for three times")
    void breaksOffThenNoAnswer() {
        route.answer(AttemptsTest::isFromTheBeginning, 200, blobOf(LENGTH), new byte[100]);
        route.cut(request -> !isFromTheBeginning(request));
        Failures.of(storage.get("key"), ErrorKind.UNAVAILABLE);
        assertThat(route.requests()).hasSize(ATTEMPTS);
    }

    @Test
    @DisplayName("A value that is larger than the memory fails at once, and does not leave the caller waiting")
    void largerThanMemory() {
        route.answer(all -> true, 200, blobOf(2_147_483_639), new byte[100]);
        assertThat(Failures.of(storage.get("key"), ErrorKind.UNKNOWN)).hasMessageContaining("memory");
        assertThat(route.requests()).hasSize(1);
    }

    private static boolean isFromTheBeginning(RoutedRequest request) {
        return !request.headers().containsKey("x-ms-range");
    }

    private static Map<String, String> blobOf(int length) {
        return Map.of(
                "Content-Length", String.valueOf(length),
                "ETag", "\"0x1\"",
                "Content-Type", "application/octet-stream");
    }

    private List<CompletableFuture<?>> everyOperation() {
        return List.of(
                storage.get("key"),
                storage.has("key"),
                storage.set("key", new byte[1]),
                storage.delete("key"),
                storage.keys(),
                storage.clear(),
                storage.deleteBatch(List.of("key")));
    }
}
