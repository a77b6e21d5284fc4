package im.zk.storage.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.rest.protocol.BatchAnswer;
import im.zk.storage.rest.protocol.BatchRequest;
import im.zk.storage.rest.protocol.KeyListing;
import im.zk.storage.rest.protocol.RestProtocol;
import im.zk.storage.rest.server.StorageServer;
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.Failures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The server: whom it lets in, what it takes, how it fails, and how it ends. */
class StorageServerTest {

    private static final byte[] VALUE = {1, 2, 3};

    /** A server that closes gives an idle connection one second. */
    private static final int LONGER_THAN_IDLE_SECONDS = 3;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void noneButTheTokenOpensIt() throws Exception {
        try (InMemoryStorage store = new InMemoryStorage();
                StorageServer server = StorageServer.builder()
                        .backend(store)
                        .apiKey("the-token")
                        .start()) {
            for (String apiKey : List.of("the-toke", "the-token2", "THE-TOKEN", "x")) {
                try (RestStorageBackend client = client(server).apiKey(apiKey).build()) {
                    Failures.of(client.get("key"), ErrorKind.PERMISSION_DENIED);
                    Failures.of(client.has("key"), ErrorKind.PERMISSION_DENIED);
                    Failures.of(client.set("key", new byte[4 << 20]), ErrorKind.PERMISSION_DENIED);
                    Failures.of(client.deleteBatch(List.of("a", "b")), ErrorKind.PERMISSION_DENIED);
                }
            }
            try (RestStorageBackend client = client(server).build()) {
                Failures.of(client.clear(), ErrorKind.PERMISSION_DENIED);
            }
            assertThat(Await.value(store.keys())).isEmpty();
            HttpResponse<String> refused = get(server, "/files");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
    }

    @Test
    void moreBytesThanItTakesAreRefusedAndTheOldValueStays() throws Exception {
        try (InMemoryStorage store = new InMemoryStorage();
                StorageServer server = StorageServer.builder()
                        .backend(store)
                        .maximumRequestBytes(1000)
                        .start();
                RestStorageBackend client = client(server).build()) {
            Await.value(client.set("key", new byte[1000]));
            Failures.of(client.set("key", new byte[1001]), ErrorKind.VALUE_TOO_LARGE);
            Failures.of(client.set("key", new byte[20 << 20]), ErrorKind.VALUE_TOO_LARGE);
            assertThat(Await.value(client.get("key"))).hasSize(1000);
            Map<String, byte[]> batch = Map.of("a", new byte[900], "b", new byte[900], "c", VALUE, "d", VALUE);
            Await.value(client.setBatch(batch));
            assertThat(Await.value(client.getBatch(batch.keySet()))).containsAllEntriesOf(batch);
            HttpRequest chunked = HttpRequest.newBuilder(URI.create(server.baseUrl("") + "/files/key"))
                    .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[5000])))
                    .build();
            assertThat(HTTP.send(chunked, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(413);
            assertThat(Await.value(client.get("key"))).hasSize(1000);
        }
    }

    @Test
    void itListensOnTheLoopbackAddressUnlessToldOtherwiseAndThenWantsAToken() {
        assertInvalid(() -> StorageServer.builder().host("0.0.0.0").start(), "apiKey");
        assertInvalid(() -> StorageServer.builder().host("storage.invalid").start(), "host");
        assertInvalid(() -> StorageServer.builder().port(70_000).start(), "port");
        assertInvalid(() -> StorageServer.builder().threads(1).start(), "threads");
        assertInvalid(() -> StorageServer.builder().maximumRequestBytes(0).start(), "maximumRequestBytes");
        assertInvalid(() -> StorageServer.builder().apiKey("a b").start(), "apiKey");
        try (StorageServer server = StorageServer.builder().start()) {
            assertThat(server).hasToString("StorageServer[http://127.0.0.1:" + server.port() + "]");
            assertInvalid(() -> server.serve("files/", new InMemoryStorage()), "base path");
            assertThatThrownBy(() -> StorageServer.builder().port(server.port()).start())
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("taken");
        }
    }

    @Test
    void everyKindOfFailureComesBackAsTheSameKind() throws Exception {
        for (ErrorKind kind : EnumSet.complementOf(EnumSet.of(ErrorKind.CLOSED))) {
            StorageBackend failing = failing(() -> ServiceException.builder("S3_X_ERROR", kind, "an inner host")
                    .detail(ServiceException.RETRY_AFTER_MILLIS, 1500)
                    .build());
            try (StorageServer server = StorageServer.builder().backend(failing).start();
                    RestStorageBackend client = client(server).build()) {
                ServiceException failure = Failures.of(client.get("key"), kind);
                assertThat(failure.details())
                        .containsEntry("serviceCode", "S3_X_ERROR")
                        .containsEntry(ServiceException.RETRY_AFTER_MILLIS, 2000L);
                assertThat(failure.toString()).doesNotContain("an inner host");
                assertThat(get(server, "/files/key").body())
                        .contains(kind.name())
                        .doesNotContain("an inner host");
            }
        }
    }

    @Test
    void aBackendThatIsClosedOrThrowsFailsTheRequestAndNoMore() throws Exception {
        InMemoryStorage closed = new InMemoryStorage();
        closed.close();
        StorageBackend broken = failing(() -> new IllegalStateException("a bug"));
        try (StorageServer server = StorageServer.builder()
                        .backend("/closed", closed)
                        .backend("/broken", broken)
                        .start();
                RestStorageBackend one = client(server, "/closed").build();
                RestStorageBackend other = client(server, "/broken").build()) {
            Failures.of(one.get("key"), ErrorKind.UNAVAILABLE);
            Failures.of(other.get("key"), ErrorKind.UNKNOWN);
        }
    }

    @Test
    void aRequestThatIsNotOfTheProtocolIsRefused() throws Exception {
        try (InMemoryStorage store = new InMemoryStorage();
                StorageServer server = StorageServer.builder().backend(store).start()) {
            assertThat(get(server, "/files/%FF").statusCode()).isEqualTo(400);
            assertThat(get(server, "/files/a%2F..%2Fb").statusCode()).isEqualTo(400);
            assertThat(get(server, "/files/").statusCode()).isEqualTo(400);
            assertThat(get(server, "/files?limit=0").statusCode()).isEqualTo(400);
            assertThat(get(server, "/files?limit=1001").statusCode()).isEqualTo(400);
            assertThat(get(server, "/files?prefix=%FF").statusCode()).isEqualTo(400);
            assertThat(get(server, "/files?after=elsewhere").statusCode()).isEqualTo(400);
            assertThat(get(server, "/filesystem").statusCode()).isEqualTo(404);
            assertThat(get(server, "/").statusCode()).isEqualTo(404);
            assertThat(send(server, "PATCH", "/files/a", "").statusCode()).isEqualTo(405);
            assertThat(send(server, "PUT", "/files", "").statusCode()).isEqualTo(405);
            assertThat(send(server, "POST", "/files?batch=steal", "{}").statusCode())
                    .isEqualTo(400);
            assertThat(send(server, "POST", "/files?batch=get", "[").statusCode())
                    .isEqualTo(400);
            HttpRequest damaged = HttpRequest.newBuilder(URI.create(server.baseUrl("") + "/files/a"))
                    .header("Content-Digest", "sha-256=:AAAA:")
                    .PUT(BodyPublishers.ofByteArray(VALUE))
                    .build();
            assertThat(HTTP.send(damaged, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(400);
            assertThat(Await.value(store.keys())).isEmpty();
        }
    }

    @Test
    void aBatchIsTakenAsJsonAloneForAnyWebPageMaySendOtherTypesUnasked() throws Exception {
        try (InMemoryStorage store = new InMemoryStorage();
                StorageServer server = StorageServer.builder().backend(store).start()) {
            Await.value(store.set("key", VALUE));
            for (String type : List.of("", "text/plain", "text/plain; application/json", "multipart/form-data")) {
                for (String batch : List.of("set\n{\"values\":{\"key\":\"AAAA\"}}", "delete\n{\"keys\":[\"key\"]}")) {
                    HttpResponse<String> refused = post(server, type, batch);
                    assertThat(refused.statusCode()).as(type).isEqualTo(415);
                    assertThat(refused.body()).contains("Content-Type application/json");
                }
            }
            assertThat(Await.value(store.get("key"))).isEqualTo(VALUE);
            for (String type : List.of("application/json", "Application/JSON ; charset=utf-8")) {
                assertThat(post(server, type, "get\n{\"keys\":[\"key\"]}").statusCode())
                        .as(type)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void aClientThatBreaksOffIsNoErrorOfTheServers() throws Exception {
        CompletableFuture<byte @Nullable []> value = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        StorageBackend slow = new ForwardingStorageBackend(new InMemoryStorage()) {
            @Override
            public CompletableFuture<byte @Nullable []> get(String key) {
                asked.countDown();
                return value;
            }
        };
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, UTF_8));
        try (StorageServer server = StorageServer.builder().backend(slow).start();
                RestStorageBackend client =
                        client(server).httpVersion(HttpClient.Version.HTTP_2).build()) {
            Await.value(client.has("key"));
            CompletableFuture<?> read = client.get("key");
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            read.cancel(true);
            Await.until("the server has seen it", value::isCancelled);
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(UTF_8)).doesNotContain("A request failed");
    }

    @Test
    void aBackendThatThrowsFailsTheRequestAndLeavesNoneOpen() throws Exception {
        StorageBackend throwing = new ForwardingStorageBackend(new InMemoryStorage()) {
            @Override
            public CompletableFuture<byte @Nullable []> get(String key) {
                throw new IllegalStateException("a bug");
            }

            @Override
            public CompletableFuture<Boolean> has(String key) {
                throw new NoClassDefFoundError("a library");
            }
        };
        try (StorageServer server = StorageServer.builder().backend(throwing).start();
                RestStorageBackend client = client(server).build()) {
            Failures.of(client.get("key"), ErrorKind.UNKNOWN);
            Failures.of(client.has("key"), ErrorKind.UNKNOWN);
            assertThat(send(server, "POST", "/files?batch=set", "{\"values\":{\"a\":null}}")
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void clearingTakesNoQueryForItWouldClearMoreThanWasMeant() throws Exception {
        for (boolean extensions : List.of(true, false)) {
            try (InMemoryStorage store = new InMemoryStorage();
                    StorageServer server = StorageServer.builder()
                            .backend(store)
                            .extensions(extensions)
                            .start()) {
                Await.value(store.set("b", VALUE));
                assertThat(send(server, "DELETE", "/files?prefix=a", "").statusCode())
                        .isEqualTo(400);
                assertThat(Await.value(store.keys())).containsExactly("b");
                assertThat(send(server, "DELETE", "/files", "").statusCode()).isEqualTo(204);
                assertThat(Await.value(store.keys())).isEmpty();
            }
        }
    }

    @Test
    void aListingIsWholeUnlessAPageOfItWasAskedFor() throws Exception {
        try (InMemoryStorage store = new InMemoryStorage();
                StorageServer server = StorageServer.builder().backend(store).start()) {
            for (int number = 0; number < 1001; number++) {
                Await.value(store.set("key-" + number, VALUE));
            }
            assertThat(listing(server, "/files?_=1")).hasSize(1001);
            assertThat(listing(server, "/files?prefix=key-1&_=1")).hasSize(112);
            assertThat(listing(server, "/files?limit=7")).hasSize(7);
        }
    }

    @Test
    void headStatesNoLengthButThatOfTheValueAndNoContentHasNone() throws Exception {
        try (InMemoryStorage store = new InMemoryStorage();
                StorageServer server = StorageServer.builder().backend(store).start()) {
            Await.value(store.set("key", VALUE));
            assertThat(head(server, "HEAD", "/files/key"))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("content-length");
            assertThat(head(server, "HEAD", "/files/other"))
                    .startsWith("HTTP/1.1 404")
                    .doesNotContain("content-length: 0");
            assertThat(head(server, "DELETE", "/files/key"))
                    .startsWith("HTTP/1.1 204")
                    .doesNotContain("content-length");
        }
    }

    @Test
    void theAnswerToABatchStaysSmallHoweverLargeTheValuesAre() throws Exception {
        try (InMemoryStorage store = new InMemoryStorage();
                StorageServer server = StorageServer.builder().backend(store).start();
                RestStorageBackend client = client(server).build()) {
            Map<String, byte[]> values = new LinkedHashMap<>();
            for (int number = 0; number < 40; number++) {
                values.put("large-" + number, new byte[1 << 20]);
                values.put("middling-" + number, new byte[200_000]);
                values.put("small-" + number, VALUE);
            }
            for (Map.Entry<String, byte[]> each : values.entrySet()) {
                Await.value(store.set(each.getKey(), each.getValue()));
            }
            byte[] question = RestProtocol.JSON.writeValueAsBytes(BatchRequest.ofKeys(List.copyOf(values.keySet())));
            String answer = send(server, "POST", "/files?batch=get", new String(question, UTF_8))
                    .body();
            assertThat(answer.length()).isLessThan(8 << 20);
            assertThat(RestProtocol.JSON.readValue(answer, BatchAnswer.class).deferred())
                    .contains("large-0");
            assertThat(Await.value(client.getBatch(values.keySet()))).containsAllEntriesOf(values);
        }
    }

    @Test
    void closingWaitsForTheRequestsUnderWayAndEndsItsThreads() throws Exception {
        CompletableFuture<byte @Nullable []> value = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        StorageBackend slow = new ForwardingStorageBackend(new InMemoryStorage()) {
            @Override
            public CompletableFuture<byte @Nullable []> get(String key) {
                asked.countDown();
                return value;
            }
        };
        StorageServer server = StorageServer.builder().backend(slow).start();
        int port = server.port();
        try (RestStorageBackend client = client(server).build()) {
            CompletableFuture<byte @Nullable []> read = client.get("key");
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> closed = new CompletableFuture<>();
            Thread closing = new Thread(() -> {
                server.close();
                closed.complete(null);
            });
            closing.start();
            Await.until("it takes no more connections", () -> !connects(port));
            assertThatThrownBy(() -> read.get(LONGER_THAN_IDLE_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(TimeoutException.class);
            assertThat(closed).as("closing, while a request is under way").isNotDone();
            value.complete(VALUE);
            assertThat(Await.value(read)).isEqualTo(VALUE);
            Await.value(closed);
        }
        Await.until(
                "no thread of the server is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("@" + port)));
    }

    private static List<String> listing(StorageServer server, String path) throws Exception {
        return RestProtocol.JSON
                .readValue(get(server, path).body(), KeyListing.class)
                .keys();
    }

    /** The head of an answer as it stands on the connection, in small letters but for its first line. */
    private static String head(StorageServer server, String method, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            int firstLine = answer.indexOf("\r\n");
            return answer.substring(0, firstLine) + answer.substring(firstLine).toLowerCase(Locale.ROOT);
        }
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static StorageBackend failing(Supplier<Throwable> failure) {
        return new ForwardingStorageBackend(new InMemoryStorage()) {
            @Override
            public CompletableFuture<byte @Nullable []> get(String key) {
                return CompletableFuture.failedFuture(failure.get());
            }
        };
    }

    private static RestStorageOptions.Builder<RestStorageBackend> client(StorageServer server) {
        return client(server, "");
    }

    private static RestStorageOptions.Builder<RestStorageBackend> client(StorageServer server, String path) {
        return RestStorageBackend.builder().baseUrl(server.baseUrl(path).toString());
    }

    private static HttpResponse<String> get(StorageServer server, String path) throws Exception {
        return send(server, "GET", path, "");
    }

    private static HttpResponse<String> send(StorageServer server, String method, String path, String body)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl("") + path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    /** A batch, given as its name and its content in two lines, with a type or without any. */
    private static HttpResponse<String> post(StorageServer server, String type, String batch) throws Exception {
        String[] lines = batch.split("\n", 2);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.baseUrl("") + "/files?batch=" + lines[0]))
                .POST(BodyPublishers.ofString(lines[1]));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static void assertInvalid(ThrowingCallable call, String word) {
        assertThatThrownBy(call).isInstanceOf(ServiceException.class).hasMessageContaining(word);
    }
}
