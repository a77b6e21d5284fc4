package im.zk.storage.rest;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import im.zk.storage.rest.server.StorageServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, a client that is passed in, and the JDK's proxy settings. */
class TransportTest {

    private static final byte[] VALUE = new byte[300_000];
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path directory;

    @Test
    void tlsIsVerifiedAndAClientThatIsPassedInMayTrustMoreAndStaysOpen() throws Exception {
        SSLContext context = selfSigned();
        HttpClient trusting = HttpClient.newBuilder().sslContext(context).build();
        try (InMemoryStorage store = new InMemoryStorage();
                StorageServer server = StorageServer.builder()
                        .backend(store)
                        .apiKey("secret")
                        .sslContext(context)
                        .start();
                RestStorageBackend doubting = client(server).build()) {
            ServiceException failure = Outcome.failure(ErrorKind.INVALID_CONFIG, doubting.get("key"));
            assertThat(failure).hasMessageContaining("certificate");

            try (RestStorageBackend storage = client(server).client(trusting).build()) {
                Outcome.of(storage.set("key", VALUE));
                assertThat(Outcome.of(storage.get("key"))).isEqualTo(VALUE);
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
                Outcome.of(storage.set("a/b", VALUE));
                assertThat(Outcome.of(storage.get("a/b"))).isEqualTo(VALUE);
            }
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    private static RestStorageOptions.Builder<RestStorageBackend> client(StorageServer server) {
        return RestStorageBackend.builder()
                .baseUrl(server.baseUrl("").toString())
                .apiKey("secret");
    }

    /** A context with a certificate for 127.0.0.1, and trust in that certificate alone. */
    private SSLContext selfSigned() throws Exception {
        Path file = directory.resolve("key.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(file)) {
            keys.load(stream, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("server", keys.getCertificate("server"));
        trusted.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
