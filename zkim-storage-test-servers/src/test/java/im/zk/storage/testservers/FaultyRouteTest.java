package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyRouteTest {

    private static final int MEBIBYTES_16 = 16 << 20;

    private FaultyRoute route;
    private URI buckets;
    private URI upload;
    private URI object;

    @BeforeEach
    void open() throws Exception {
        FakeGcsServer server = TestServers.fakeGcs();
        route = FaultyRoute.to(server);
        buckets = route.endpoint().resolve("/storage/v1/b?project=zkim-test");
        upload = route.endpoint().resolve("/upload/storage/v1/b/route/o?uploadType=media&name=a%2Fkey");
        object = route.endpoint().resolve("/storage/v1/b/route/o/a%2Fkey?alt=media");
        assertThat(Http.post(buckets, "{\"name\":\"route\"}").statusCode()).isIn(200, 409);
        route.forgetRequests();
    }

    @AfterEach
    void close() {
        route.close();
    }

    @Test
    void passesRequestsOnAndKeepsThem() throws Exception {
        assertThat(Http.post(upload, "a value").statusCode()).isEqualTo(200);
        assertThat(Http.get(object).body()).isEqualTo("a value");

        assertThat(route.requests()).extracting(RoutedRequest::method).containsExactly("POST", "GET");
        assertThat(route.requests().get(1).path()).isEqualTo("/storage/v1/b/route/o/a%2Fkey");
        assertThat(route.requests().get(1).query()).isEqualTo("alt=media");
        assertThat(route.requests().get(1).headers()).containsEntry("host", "127.0.0.1:" + route.port());
        assertThat(route.count(request -> request.method().equals("GET"))).isEqualTo(1);
    }

    @Test
    void passesLargeBodiesBothWays() throws Exception {
        String value = "0123456789abcdef".repeat(MEBIBYTES_16 / 16);

        assertThat(Http.post(upload, value).statusCode()).isEqualTo(200);
        assertThat(Http.get(object).body()).isEqualTo(value);
    }

    @Test
    void answersChosenRequestsInTheServersPlace() throws Exception {
        assertThat(Http.post(upload, "a value").statusCode()).isEqualTo(200);
        route.answer(
                request -> request.method().equals("GET"),
                503,
                Map.of("Retry-After", "7"),
                "slow down".getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> answer = Http.get(object);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        assertThat(answer.body()).isEqualTo("slow down");
        assertThat(Http.post(upload, "another value").statusCode()).isEqualTo(200);

        route.restore();
        assertThat(Http.get(object).body()).isEqualTo("another value");
    }

    @Test
    void answersAnUploadWithoutTheServer() throws Exception {
        assertThat(Http.post(upload, "the old value").statusCode()).isEqualTo(200);
        route.answer(request -> request.method().equals("POST"), 403, Map.of(), new byte[0]);

        assertThat(Http.post(upload, "x".repeat(MEBIBYTES_16)).statusCode()).isEqualTo(403);

        assertThat(Http.get(object).body()).isEqualTo("the old value");
    }

    @Test
    void cutsAnAnswerShortThatPromisesMore() {
        route.answer(request -> true, 200, Map.of("Content-Length", "100"), new byte[10]);

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Http.get(object));
    }

    @Test
    void cutsTheConnectionAndSendsNothingOn() throws Exception {
        assertThat(Http.post(upload, "the old value").statusCode()).isEqualTo(200);
        route.cut(request -> request.method().equals("POST"));

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Http.post(upload, "a new value"));

        assertThat(Http.get(object).body()).isEqualTo("the old value");
    }

    @Test
    void delaysAndThenPassesOn() throws Exception {
        assertThat(Http.post(upload, "a value").statusCode()).isEqualTo(200);
        route.delay(request -> request.method().equals("GET"), Duration.ofMillis(300));

        long start = System.nanoTime();
        assertThat(Http.get(object).body()).isEqualTo("a value");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void leavesPathAndHostAsTheClientSentThem() throws Exception {
        try (ServerSocket recorder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FaultyRoute recorded = FaultyRoute.to("127.0.0.1", recorder.getLocalPort())) {
            CompletableFuture<List<String>> head = CompletableFuture.supplyAsync(() -> answerOne(recorder));
            String path = "/bucket//a%2Fb/%25/./..%2F/%C3%A9+ ?list-type=2&prefix=a%2Fb".replace(" ", "%20");
            Http.send(HttpRequest.newBuilder(URI.create(recorded.endpoint() + path))
                    .header("Authorization", "a signature")
                    .build());

            assertThat(head.join())
                    .contains(
                            "GET " + path + " HTTP/1.1",
                            "Host: 127.0.0.1:" + recorded.port(),
                            "Authorization: a signature");
        }
    }

    private static List<String> answerOne(ServerSocket listener) {
        try (Socket connection = listener.accept();
                OutputStream answer = connection.getOutputStream();
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
            List<String> head = new ArrayList<>();
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                head.add(line);
            }
            answer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return head;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
