package im.zk.storage.rest;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import im.zk.storage.rest.server.StorageServer;
import im.zk.storage.spi.OwnHttpClient;
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.Failures;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** TLS, a client that is passed in, and the JDK's proxy settings. */
class TransportTest {

    private static final byte[] VALUE = new byte[300_000];
    private static final int CLIENTS = 10;
    private static final String GROUP = "zkim-transport-test";

    @Test
    void tlsIsVerifiedAndAClientThatIsPassedInMayTrustMoreAndStaysOpen() throws Exception {
        SSLContext context = SelfSigned.context();
        HttpClient trusting = HttpClient.newBuilder().sslContext(context).build();
        try (InMemoryStorage store = new InMemoryStorage();
                StorageServer server = StorageServer.builder()
                        .backend(store)
                        .apiKey("secret")
                        .sslContext(context)
                        .start();
                RestStorageBackend doubting = client(server).build()) {
            ServiceException failure = Failures.of(doubting.get("key"), ErrorKind.INVALID_CONFIG);
            assertThat(failure).hasMessageContaining("certificate");

            try (RestStorageBackend storage = client(server).client(trusting).build()) {
                Await.value(storage.set("key", VALUE));
                assertThat(Await.value(storage.get("key"))).isEqualTo(VALUE);
            }
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl("") + "/files"))
                    .header("Authorization", "Bearer secret")
                    .build();
            assertThat(trusting.send(request, BodyHandlers.ofString()).version())
                    .isEqualTo(HttpClient.Version.HTTP_2);
        }
    }

    @Test
    void theJdksProxySettingsHold() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        try (TestServer proxy = new TestServer(true)) {
            proxy.store("proxied");
            ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), proxy.server().port())));
            try (RestStorageBackend storage = RestStorageBackend.builder()
                    .baseUrl("http://storage.invalid/proxied")
                    .apiKey(TestServer.API_KEY)
                    .build()) {
                Await.value(storage.set("a/b", VALUE));
                assertThat(Await.value(storage.get("a/b"))).isEqualTo(VALUE);
            }
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void whatTheClientClosesItselfIsAskedForAgainButNeverWrittenTwice() throws Exception {
        ClosingClient closing = new ClosingClient();
        try (InMemoryStorage store = new InMemoryStorage();
                StorageServer server =
                        StorageServer.builder().backend(store).apiKey("secret").start();
                RestStorageBackend storage = client(server).client(closing).build()) {
            Await.value(storage.set("key", VALUE));
            closing.closeNext(2);
            assertThat(Await.value(storage.get("key"))).isEqualTo(VALUE);
            closing.closeNext(1);
            assertThat(Await.value(storage.has("key"))).isTrue();
            closing.closeNext(3);
            Failures.of(storage.keys(), ErrorKind.UNAVAILABLE);

            closing.closeNext(1);
            Failures.of(storage.delete("key"), ErrorKind.UNAVAILABLE);
            closing.closeNext(1);
            Failures.of(storage.set("key", new byte[1]), ErrorKind.UNAVAILABLE);
            assertThat(Await.value(store.get("key"))).isEqualTo(VALUE);
        }
    }

    @Test
    void aClosedClientLeavesNoThreadGroupBehind() throws Exception {
        for (int number = 0; number < CLIENTS; number++) {
            new OwnHttpClient(GROUP, HttpClient.Version.HTTP_1_1, Duration.ofSeconds(1)).close();
        }
        Await.until("no thread group is left", () -> threadGroups() == 0);
        assertThat(threadGroups()).isZero();
    }

    /** From Java 19 on a group without threads goes with the garbage. */
    private static long threadGroups() {
        System.gc();
        ThreadGroup here = Thread.currentThread().getThreadGroup();
        ThreadGroup[] groups = new ThreadGroup[here.activeGroupCount() + CLIENTS];
        int count = here.enumerate(groups);
        return Stream.of(groups)
                .limit(count)
                .filter(group -> group.getName().equals(GROUP))
                .count();
    }

    private static RestStorageOptions.Builder<RestStorageBackend> client(StorageServer server) {
        return RestStorageBackend.builder()
                .baseUrl(server.baseUrl("").toString())
                .apiKey("secret");
    }
}
