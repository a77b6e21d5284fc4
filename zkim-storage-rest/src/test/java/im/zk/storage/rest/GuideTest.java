package im.zk.storage.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.InMemoryStorage;
import im.zk.storage.rest.protocol.KeyListing;
import im.zk.storage.rest.protocol.RestProtocol;
import im.zk.storage.rest.server.StorageServer;
import im.zk.storage.testservers.faults.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The integration guide's sample and this module work with each other: its requests here, its server there. */
class GuideTest {

    private static final byte[] VALUE = {0, 1, (byte) 0xFF};

    private static final List<String> KEYS = List.of(
            "plain", "404", "a/b", "a//b", "/a", "%2F", "..%2f", "a+b c", "it's (a) *!~", "é", "\uD83D\uDE00", "?#&=;");

    @Test
    void theServerAnswersTheSamplesExactRequests() throws Exception {
        try (InMemoryStorage store = new InMemoryStorage();
                StorageServer server = StorageServer.builder()
                        .backend("/v1", store)
                        .apiKey("secret")
                        .start()) {
            for (String key : KEYS) {
                String path = "/v1/files/" + encodeUriComponent(key);
                assertThat(request(server, "PUT", path, VALUE)).startsWith("HTTP/1.1 204");
                assertThat(Await.value(store.get(key))).isEqualTo(VALUE);
                assertThat(request(server, "HEAD", path, null)).startsWith("HTTP/1.1 200");
                assertThat(request(server, "GET", path, null))
                        .startsWith("HTTP/1.1 200")
                        .endsWith("\r\n\r\n" + new String(VALUE, ISO_8859_1));
                assertThat(keys(request(server, "GET", "/v1/files", null))).containsExactly(key);
                assertThat(request(server, "DELETE", path, null)).startsWith("HTTP/1.1 204");
                assertThat(request(server, "DELETE", path, null)).startsWith("HTTP/1.1 204");
                assertThat(request(server, "HEAD", path, null)).startsWith("HTTP/1.1 404");
                assertThat(request(server, "GET", path, null)).startsWith("HTTP/1.1 404");
            }
            assertThat(request(server, "PUT", "/v1/files/empty", new byte[0])).startsWith("HTTP/1.1 204");
            assertThat(request(server, "DELETE", "/v1/files", null)).startsWith("HTTP/1.1 204");
            assertThat(request(server, "GET", "/v1/files", null)).endsWith("{\"keys\":[]}");
        }
    }

    @Test
    void theClientWorksWithAServerOfTheGuidesRoutesThatAnswers404ToDelete() throws Exception {
        Map<String, byte[]> stored = new ConcurrentSkipListMap<>();
        try (RawServer server = new RawServer(request -> guideServer(stored, request));
                RestStorageBackend storage =
                        RestStorageBackend.builder().baseUrl(server.url()).build()) {
            for (String key : KEYS) {
                assertThat(Await.value(storage.get(key))).isNull();
                assertThat(Await.value(storage.has(key))).isFalse();
                Await.value(storage.delete(key));
                Await.value(storage.set(key, VALUE));
                assertThat(Await.value(storage.get(key))).isEqualTo(VALUE);
                assertThat(Await.value(storage.has(key))).isTrue();
            }
            assertThat(Await.value(storage.keys())).containsExactlyInAnyOrderElementsOf(KEYS);
            assertThat(Await.value(storage.getBatch(KEYS))).containsOnlyKeys(KEYS);
            Await.value(storage.deleteBatch(KEYS.subList(0, 3)));
            assertThat(stored).hasSize(KEYS.size() - 3);
            Await.value(storage.clear());
            assertThat(stored).isEmpty();
        }
    }

    /** Another server of the six routes, as the guide leads one to write it. */
    private static byte[] guideServer(Map<String, byte[]> stored, RawServer.Request request) {
        String target = request.target();
        if (target.equals("/files")) {
            return switch (request.method()) {
                case "GET" ->
                    RawServer.answer(
                            200,
                            "Content-Type: application/json\r\n",
                            ("{\"keys\":" + json(List.copyOf(stored.keySet())) + "}").getBytes(UTF_8));
                case "DELETE" -> {
                    stored.clear();
                    yield RawServer.answer(200, "", "");
                }
                default -> RawServer.answer(404, "Content-Type: text/plain\r\n", "Not Found");
            };
        }
        String key = Objects.requireNonNull(RestProtocol.decode(target.substring("/files/".length())));
        byte[] value = request.method().equals("DELETE") ? stored.remove(key) : stored.get(key);
        if (request.method().equals("PUT")) {
            stored.put(key, request.body());
            return RawServer.answer(201, "", "");
        }
        if (value == null) {
            String body = request.method().equals("HEAD") ? "" : "Not Found";
            return RawServer.answer(404, "Content-Type: text/plain\r\n", body);
        }
        return RawServer.answer(200, "", request.method().equals("GET") ? value : new byte[0]);
    }

    /** The request that the sample's fetch sends: the same two headers for every method. */
    private static String request(StorageServer server, String method, String path, byte @Nullable [] body)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "127.0.0.1:" + server.port());
        headers.put("Connection", "close");
        headers.put("Content-Type", "application/octet-stream");
        headers.put("Authorization", "Bearer secret");
        if (body != null) {
            headers.put("Content-Length", Integer.toString(body.length));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((method + " " + path + " HTTP/1.1\r\n").getBytes(ISO_8859_1));
        headers.forEach((name, value) -> bytes.writeBytes((name + ": " + value + "\r\n").getBytes(ISO_8859_1)));
        bytes.writeBytes("\r\n".getBytes(ISO_8859_1));
        bytes.writeBytes(body == null ? new byte[0] : body);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(bytes.toByteArray());
            byte[] answer = socket.getInputStream().readAllBytes();
            boolean isText = new String(answer, ISO_8859_1).contains("application/json");
            return new String(answer, isText ? UTF_8 : ISO_8859_1);
        }
    }

    /** ECMAScript's encodeURIComponent. */
    private static String encodeUriComponent(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(UTF_8)) {
            char letter = (char) (octet & 0xFF);
            if (letter < 0x80 && (Character.isLetterOrDigit(letter) || "-_.!~*'()".indexOf(letter) >= 0)) {
                encoded.append(letter);
            } else {
                encoded.append(String.format("%%%02X", (int) letter));
            }
        }
        return encoded.toString();
    }

    private static List<String> keys(String answer) throws IOException {
        return RestProtocol.JSON
                .readValue(answer.substring(answer.indexOf("\r\n\r\n")), KeyListing.class)
                .keys();
    }

    private static String json(List<String> texts) {
        try {
            return RestProtocol.JSON.writeValueAsString(texts);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
