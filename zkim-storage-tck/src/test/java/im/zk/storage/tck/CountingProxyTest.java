package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CountingProxyTest {

    private static final byte[] ANSWER = new byte[100_000];

    private final HttpServer server;

    CountingProxyTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void startServer() {
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, ANSWER.length);
                exchange.getResponseBody().write(ANSWER);
            }
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void whatComesBackIsCounted() throws Exception {
        try (CountingProxy proxy = proxy()) {
            URL url = URI.create("http://127.0.0.1:" + proxy.port() + "/").toURL();
            try (var body = url.openStream()) {
                assertThat(body.readAllBytes()).isEqualTo(ANSWER);
            }
            assertThat(proxy.bytesReceived()).isBetween((long) ANSWER.length, ANSWER.length + 1_000L);
        }
    }

    @Test
    void connectionsEndWithIt() throws Exception {
        CountingProxy proxy = proxy();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            client.setSoTimeout(10_000);
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().read()).isEqualTo('H');
            proxy.close();
            assertThat(client.getInputStream().transferTo(OutputStream.nullOutputStream()))
                    .isNotNegative();
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), proxy.port()).close())
                .isInstanceOf(IOException.class);
    }

    private CountingProxy proxy() throws IOException {
        return new CountingProxy("127.0.0.1", server.getAddress().getPort());
    }
}
