package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class AzuriteServerTest {

    @Test
    void createsContainersAndIsShared() throws Exception {
        AzuriteServer server = TestServers.azurite();

        assertThat(request(server, "PUT").statusCode()).isEqualTo(201);

        assertThat(TestServers.azurite()).isSameAs(server);
        assertThat(server.connectionString())
                .contains("AccountName=devstoreaccount1;", "BlobEndpoint=" + server.endpoint() + ";");
        assertThat(server.connectionString("127.0.0.1", 1234))
                .contains("BlobEndpoint=http://127.0.0.1:1234/devstoreaccount1;");
    }

    @Test
    void aTestsOwnKeepsWhatItStoredOverAStop() throws Exception {
        try (AzuriteServer server = TestServers.startAzurite()) {
            assertThat(request(server, "PUT").statusCode()).isEqualTo(201);

            server.stop();
            assertThat(Ready.http("/").at(server.port())).isFalse();
            server.start();

            assertThat(request(server, "GET").statusCode()).isEqualTo(200);
        }
    }

    /** Signed with the account's key, as the service's documentation of Shared Key says. */
    private static HttpResponse<String> request(AzuriteServer server, String method) throws Exception {
        String date = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                .format(ZonedDateTime.now(ZoneOffset.UTC));
        String version = "2023-11-03";
        String path = server.endpoint().getPath() + "/a-container";
        String toSign = method + "\n".repeat(12) + "x-ms-date:" + date + "\nx-ms-version:" + version + "\n/"
                + server.accountName() + path + "\nrestype:container";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(server.accountKey()), "HmacSHA256"));
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
        return Http.send(HttpRequest.newBuilder(URI.create(server.endpoint() + "/a-container?restype=container"))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("x-ms-date", date)
                .header("x-ms-version", version)
                .header("Authorization", "SharedKey " + server.accountName() + ":" + signature)
                .build());
    }
}
