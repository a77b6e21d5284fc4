package im.zk.storage.testservers;

import static eu.rekawek.toxiproxy.model.ToxicDirection.DOWNSTREAM;
import static eu.rekawek.toxiproxy.model.ToxicDirection.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault between a client and an echo. */
class ToxicProxyTest {

    private static final int MILLISECONDS = 30_000;

    private ServerSocket echo;
    private ToxicProxy proxy;

    @BeforeEach
    void open() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "echo");
        thread.setDaemon(true);
        thread.start();
        proxy = TestServers.toxiproxy().proxy("127.0.0.1", echo.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void passesEverythingAtFirst() throws IOException {
        try (Socket client = connect()) {
            assertThat(echo(client, "hello")).isEqualTo("hello");
            assertThat(proxy.openConnections()).isEqualTo(1);
        }
        assertThat(Ready.await(() -> openConnections() == 0)).isTrue();
    }

    @Test
    void latencyDelays() throws IOException {
        proxy.latency(DOWNSTREAM, Duration.ofMillis(300));
        try (Socket client = connect()) {
            long start = System.nanoTime();
            assertThat(echo(client, "hello")).isEqualTo("hello");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
        }
    }

    @Test
    void aStalledConnectionStaysOpenAndIsHeardAgainOnceRestored() throws IOException {
        try (Socket client = connect()) {
            assertThat(echo(client, "hello")).isEqualTo("hello");
            proxy.stall(DOWNSTREAM);
            client.setSoTimeout(200);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> echo(client, "again"));
            assertThat(proxy.openConnections()).isEqualTo(1);
        }
        proxy.restore();
        try (Socket client = connect()) {
            assertThat(echo(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void timeoutEndsTheConnection() throws IOException {
        proxy.timeout(DOWNSTREAM, Duration.ofMillis(50));
        try (Socket client = connect()) {
            assertThat(echo(client, "hello")).isEmpty();
        }
    }

    @Test
    void resetPeerResets() throws IOException {
        proxy.resetPeer(DOWNSTREAM, Duration.ZERO);
        try (Socket client = connect()) {
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> echo(client, "hello"))
                    .withMessageContaining("reset");
        }
    }

    @Test
    void limitDataCutsEitherWay() throws IOException {
        proxy.limitData(DOWNSTREAM, 3);
        try (Socket client = connect()) {
            assertThat(echo(client, "hello")).isEqualTo("hel");
        }
        proxy.restore();
        proxy.limitData(UPSTREAM, 2);
        try (Socket client = connect()) {
            // What the server answers may be lost with the connection.
            assertThat(echo(client, "hello")).isIn("he", "");
        }
    }

    @Test
    void disabledRefusesUntilEnabled() throws IOException {
        try (Socket client = connect()) {
            assertThat(echo(client, "hello")).isEqualTo("hello");
            proxy.disable();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThatExceptionOfType(SocketException.class).isThrownBy(this::connect);
        proxy.enable();
        try (Socket client = connect()) {
            assertThat(echo(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void slowCloseAndBandwidthAreTakenBackByRestore() throws IOException {
        proxy.slowClose(DOWNSTREAM, Duration.ofSeconds(30));
        proxy.bandwidth(DOWNSTREAM, 1_000);
        proxy.restore();
        try (Socket client = connect()) {
            assertThat(echo(client, "x".repeat(10_000))).hasSize(10_000);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(proxy.host(), proxy.port());
        socket.setSoTimeout(MILLISECONDS);
        return socket;
    }

    private static String echo(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return new String(client.getInputStream().readNBytes(text.length()), StandardCharsets.US_ASCII);
    }

    private long openConnections() {
        try {
            return proxy.openConnections();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket connection = echo.accept();
                Thread thread = new Thread(() -> answer(connection), "echo-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void answer(Socket connection) {
        try (connection) {
            connection.getInputStream().transferTo(connection.getOutputStream());
        } catch (IOException broken) {
            // A fault that a test has made.
        }
    }
}
