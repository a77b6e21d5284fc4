package im.zk.storage.rest;

import static im.zk.storage.ErrorKind.CONFLICT;
import static im.zk.storage.ErrorKind.CONTAINER_NOT_FOUND;
import static im.zk.storage.ErrorKind.CORRUPTED;
import static im.zk.storage.ErrorKind.INVALID_CONFIG;
import static im.zk.storage.ErrorKind.PERMISSION_DENIED;
import static im.zk.storage.ErrorKind.RATE_LIMITED;
import static im.zk.storage.ErrorKind.TIMEOUT;
import static im.zk.storage.ErrorKind.UNAVAILABLE;
import static im.zk.storage.ErrorKind.UNKNOWN;
import static im.zk.storage.ErrorKind.UNSUPPORTED;
import static im.zk.storage.ErrorKind.VALUE_TOO_LARGE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.rest.protocol.ContentDigest;
import im.zk.storage.spi.BodyReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every sort of answer means, whoever gave it. */
class AnswersTest {

    private static final byte[] VALUE = "a value".getBytes(UTF_8);
    private static final byte[] NOT_FOUND = RawServer.answer(404, "", "no 200 here");
    private static final byte[] PAGE = RawServer.answer(404, "Content-Type: text/html\r\n", "<html>404</html>");
    private static final byte[] LISTING = RawServer.answer(200, "", "{\"total\":{\"keys\":1},\"keys\":[\"b\"]}");
    private static final String SECRET = "a-secret-token";

    private RawServer server = start(request -> NOT_FOUND);
    private RestStorageBackend storage = client(server);

    @Test
    void theStatusCodeDecides() throws Exception {
        Map<Integer, ErrorKind> kinds = Map.ofEntries(
                Map.entry(400, UNKNOWN),
                Map.entry(401, PERMISSION_DENIED),
                Map.entry(403, PERMISSION_DENIED),
                Map.entry(405, UNSUPPORTED),
                Map.entry(408, TIMEOUT),
                Map.entry(409, CONFLICT),
                Map.entry(410, CONTAINER_NOT_FOUND),
                Map.entry(412, CONFLICT),
                Map.entry(413, VALUE_TOO_LARGE),
                Map.entry(429, RATE_LIMITED),
                Map.entry(500, UNAVAILABLE),
                Map.entry(501, UNSUPPORTED),
                Map.entry(502, UNAVAILABLE),
                Map.entry(503, UNAVAILABLE),
                Map.entry(504, TIMEOUT),
                Map.entry(507, UNAVAILABLE),
                Map.entry(202, CORRUPTED),
                Map.entry(206, CORRUPTED));
        for (Map.Entry<Integer, ErrorKind> each : kinds.entrySet()) {
            answering(request -> RawServer.answer(each.getKey(), "X-Request-Id: r-1\r\n", "404 409 " + SECRET));
            for (ServiceException failure : List.of(
                    Outcome.failure(each.getValue(), storage.set("key", VALUE)),
                    Outcome.failure(each.getValue(), storage.get("key")),
                    Outcome.failure(each.getValue(), storage.delete("key")),
                    Outcome.failure(each.getValue(), storage.clear()),
                    Outcome.failure(each.getValue(), storage.keys()))) {
                assertThat(failure.details())
                        .containsEntry("httpStatus", (long) each.getKey())
                        .containsEntry(ServiceException.REQUEST_ID, "r-1");
                assertThat(failure.toString() + failure.getCause()).doesNotContain(SECRET);
            }
        }
    }

    @Test
    void retryAfterIsInTheDetailsInSecondsOrAsADate() throws Exception {
        answering(request -> RawServer.answer(429, "Retry-After: 7\r\n", ""));
        assertThat(Outcome.failure(RATE_LIMITED, storage.get("key")).details())
                .containsEntry(ServiceException.RETRY_AFTER_MILLIS, 7000L);

        String inAnHour = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
        answering(request -> RawServer.answer(503, "Retry-After: " + inAnHour + "\r\n", ""));
        assertThat((Long) Outcome.failure(UNAVAILABLE, storage.set("key", VALUE))
                        .details()
                        .get(ServiceException.RETRY_AFTER_MILLIS))
                .isBetween(3_000_000L, 3_600_000L);

        answering(request -> RawServer.answer(503, "Retry-After: soon\r\n", ""));
        assertThat(Outcome.failure(UNAVAILABLE, storage.get("key")).details())
                .doesNotContainKey(ServiceException.RETRY_AFTER_MILLIS);
    }

    @Test
    @DisplayName("a 404 is a missing key where the server lists its keys and says no more of its 404s")
    void missing() throws Exception {
        answering(request -> request.target().equals("/base/files") ? LISTING : NOT_FOUND);

        assertThat(Outcome.of(storage.get("key"))).isNull();
        assertThat(Outcome.of(storage.has("key"))).isFalse();
        Outcome.of(storage.delete("key"));
        Outcome.failure(CONTAINER_NOT_FOUND, storage.set("key", VALUE));
        assertThat(server.requests()).hasSize(7);
    }

    @Test
    @DisplayName("a 404 is a missing container where there is no listing, whatever the answers say in words")
    void missingContainer() throws Exception {
        byte[] page = RawServer.answer(200, "Content-Type: text/html\r\n", "{\"keys\":[]}");
        byte[] otherJson = RawServer.answer(200, "Content-Type: application/json\r\n", "{\"error\":[]}");
        for (byte[] listing : List.of(NOT_FOUND, PAGE, page, otherJson)) {
            answering(request -> request.target().equals("/base/files") ? listing : NOT_FOUND);
            Outcome.failure(CONTAINER_NOT_FOUND, storage.get("key"));
            Outcome.failure(CONTAINER_NOT_FOUND, storage.has("key"));
            Outcome.failure(CONTAINER_NOT_FOUND, storage.delete("key"));
        }
    }

    @Test
    @DisplayName("a 404 that is a web page, or not marked by a server that marks its own, is somebody's on the way")
    void somebodyElses404() throws Exception {
        answering(request -> request.target().equals("/base/files") ? LISTING : PAGE);
        Outcome.failure(UNAVAILABLE, storage.get("a/b"));
        Outcome.failure(UNAVAILABLE, storage.has("a/b"));
        Outcome.failure(UNAVAILABLE, storage.delete("a/b"));

        byte[] marking = RawServer.answer(200, "Zkim-Storage-Extensions: paging\r\n", "{\"keys\":[]}");
        answering(request -> request.target().equals("/base/files") ? marking : NOT_FOUND);
        Outcome.failure(UNAVAILABLE, storage.get("key"));
    }

    @Test
    void a404StaysUnknownWhereTheListingIsRefused() throws Exception {
        answering(request -> request.target().equals("/base/files") ? RawServer.answer(403, "", "") : NOT_FOUND);
        assertThat(Outcome.failure(PERMISSION_DENIED, storage.get("key"))).hasMessageContaining("Cannot tell");
    }

    @Test
    void aWebPageIsNoValueAndAcknowledgesNothing() throws Exception {
        answering(request -> RawServer.answer(200, "Content-Type: text/html; charset=utf-8\r\n", "<html>"));
        Outcome.failure(CONTAINER_NOT_FOUND, storage.get("key"));
        Outcome.failure(CONTAINER_NOT_FOUND, storage.has("key"));
        Outcome.failure(CONTAINER_NOT_FOUND, storage.set("key", VALUE));
        Outcome.failure(CONTAINER_NOT_FOUND, storage.delete("key"));
        Outcome.failure(CONTAINER_NOT_FOUND, storage.clear());
        Outcome.failure(CONTAINER_NOT_FOUND, storage.keys());
    }

    @Test
    void aRedirectToAnotherHostIsReportedAndNeverFollowed() throws Exception {
        try (RawServer other = start(request -> RawServer.answer(200, "", "stolen"))) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                String location = other.url() + "/login?state=" + SECRET;
                answering(request -> RawServer.answer(status, "Location: " + location + "\r\n", ""));
                for (ServiceException failure : List.of(
                        Outcome.failure(INVALID_CONFIG, storage.get("key")),
                        Outcome.failure(INVALID_CONFIG, storage.set("key", VALUE)))) {
                    assertThat(failure).hasMessageContaining(other.url() + "/login");
                    assertThat(failure.toString()).doesNotContain(SECRET);
                }
            }
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void aRedirectToNowhereIsReportedInTheBackendsOwnWords() throws Exception {
        for (int status : new int[] {302, 303, 308}) {
            for (String header : List.of("", "Location: http://a b/\r\n", "Location: mailto:somebody\r\n")) {
                answering(request -> RawServer.answer(status, header, ""));
                assertThat(Outcome.failure(INVALID_CONFIG, storage.get("key")).code())
                        .isEqualTo("REST_DOWNLOAD_ERROR");
                assertThat(Outcome.failure(INVALID_CONFIG, storage.set("key", VALUE))
                                .code())
                        .isEqualTo("REST_UPLOAD_ERROR");
            }
        }
    }

    @Test
    void noContentIsNoValue() throws Exception {
        for (int status : new int[] {201, 204, 205}) {
            answering(request -> RawServer.answer(status, "", ""));
            Outcome.failure(CORRUPTED, storage.get("key"));
        }
        answering(request -> RawServer.answer(200, "", ""));
        assertThat(Outcome.of(storage.get("key"))).isEmpty();
    }

    @Test
    void moreBytesThanWereStatedAreCorrupted() {
        HttpHeaders three = HttpHeaders.of(Map.of("Content-Length", List.of("3")), (name, text) -> true);
        for (String text : List.of("ab", "abcd")) {
            BodyReader reader = new BodyReader(100, false, three);
            reader.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {}

                @Override
                public void cancel() {}
            });
            reader.onNext(List.of(ByteBuffer.wrap(text.getBytes(UTF_8))));
            reader.onComplete();
            assertThat(reader.getBody()).failsWithin(Duration.ZERO);
        }
    }

    @Test
    void aBatchsAnswerThatIsTooLargeIsAskedForInSingleValues() throws Exception {
        String extensions = "Zkim-Storage-Extensions: batch=1000000\r\n";
        answering(request -> request.method().equals("POST")
                ? RawServer.answer(200, extensions, new byte[2 << 20])
                : RawServer.answer(200, extensions, VALUE));
        assertThat(Outcome.of(storage.getBatch(List.of("a", "b")))).containsOnlyKeys("a", "b");
    }

    @Test
    void aRedirectOnTheSameHostIsFollowedWithItsMethodAndContentButNotForEver() throws Exception {
        answering(request -> request.target().startsWith("/base/")
                ? RawServer.answer(308, "Location: /moved/x\r\n", "")
                : RawServer.answer(200, "", request.body()));
        Outcome.of(storage.set("key", VALUE));
        RawServer.Request last = server.requests().get(1);
        assertThat(last.method() + last.target()).isEqualTo("PUT/moved/x");
        assertThat(last.body()).isEqualTo(VALUE);
        assertThat(last.headers()).containsEntry("authorization", "Bearer " + SECRET);

        answering(request -> RawServer.answer(307, "Location: /base/again\r\n", ""));
        Outcome.failure(INVALID_CONFIG, storage.get("key"));
        assertThat(server.requests()).hasSize(6);
    }

    @Test
    void gzipIsUndoneWithinTheLimit() throws Exception {
        answering(request -> RawServer.answer(200, "Content-Encoding: gzip\r\n", gzip(VALUE)));
        assertThat(Outcome.of(storage.get("key"))).isEqualTo(VALUE);

        answering(request -> RawServer.answer(200, "Content-Encoding: gzip\r\n", gzip(new byte[50 << 20])));
        Outcome.failure(VALUE_TOO_LARGE, storage.get("key"));
        Outcome.failure(UNKNOWN, storage.keys());

        answering(request -> RawServer.answer(200, "Content-Encoding: gzip\r\n", VALUE));
        Outcome.failure(CORRUPTED, storage.get("key"));
        answering(request -> RawServer.answer(200, "Content-Encoding: br\r\n", VALUE));
        Outcome.failure(CORRUPTED, storage.get("key"));
    }

    @Test
    void aBodyOverTheLimitIsNotReadWhetherItsLengthIsStatedOrNot() throws Exception {
        answering(request -> RawServer.raw("HTTP/1.1 200 X\r\nContent-Length: 9999999999\r\n", VALUE));
        Outcome.failure(VALUE_TOO_LARGE, storage.get("key"));
        answering(request -> RawServer.raw("HTTP/1.1 200 X\r\n", new byte[3 << 20]));
        Outcome.failure(VALUE_TOO_LARGE, storage.get("key"));
    }

    @Test
    void aBodyWithoutALengthIsReadWhole() throws Exception {
        byte[] value = new byte[(1 << 20) - 3];
        value[value.length - 1] = 7;
        answering(request -> RawServer.raw("HTTP/1.1 200 X\r\n", value));
        assertThat(Outcome.of(storage.get("key"))).isEqualTo(value);
    }

    @Test
    void aBodyCutShortIsCorruptedAndNeverAShortValue() throws Exception {
        answering(request -> RawServer.raw("HTTP/1.1 200 X\r\nContent-Length: 100\r\n", VALUE));
        Outcome.failure(CORRUPTED, storage.get("key"));
        answering(request ->
                RawServer.raw("HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n", "64\r\nabc".getBytes(UTF_8)));
        Outcome.failure(CORRUPTED, storage.get("key"));
    }

    @Test
    void aDigestThatDoesNotFitIsCorrupted() throws Exception {
        String right = ContentDigest.HEADER + ": md5=:AAAA:, " + ContentDigest.of(VALUE) + "\r\n";
        answering(request -> RawServer.answer(200, right, VALUE));
        assertThat(Outcome.of(storage.get("key"))).isEqualTo(VALUE);
        answering(request -> RawServer.answer(200, right, "a vaLue"));
        Outcome.failure(CORRUPTED, storage.get("key"));
        answering(request -> RawServer.answer(200, right + "Content-Encoding: gzip\r\n", gzip(VALUE)));
        assertThat(Outcome.of(storage.get("key"))).isEqualTo(VALUE);
    }

    @Test
    void aListingThatIsNoneIsCorruptedAndNeverEmpty() throws Exception {
        for (String body : List.of(
                "",
                "null",
                "[]",
                "{}",
                "{\"keys\":null}",
                "{\"keys\":[\"a\"",
                "{\"keys\":[1]}",
                "{\"keys\":[null]}",
                "{\"keys\":{}}",
                "{\"keys\":[\"a\"]} {\"keys\":[]}",
                "keys: a")) {
            answering(request -> RawServer.answer(200, "Content-Type: application/json\r\n", body));
            ServiceException failure = Outcome.failure(CORRUPTED, storage.keys());
            assertThat(failure.getCause()).as(body).hasNoCause();
        }
    }

    @Test
    void keysAreListedOnceAndIllegalOnesNever() throws Exception {
        answering(request -> RawServer.answer(200, "", "{\"keys\":[\"b\",\"a/../b\",\"a\",\"b\",\"\"]}"));
        assertThat(Outcome.of(storage.keys())).containsExactly("b", "a");
        assertThat(Outcome.of(storage.listKeys(KeyQuery.all())).keys()).containsExactly("a", "b");
    }

    @Test
    void aServerThatLostItsExtensionsIsAskedAgain() throws Exception {
        String extensions = "Zkim-Storage-Extensions: paging, batch=1000000\r\n";
        answering(request -> request.method().equals("OPTIONS")
                ? RawServer.answer(204, extensions, "")
                : RawServer.answer(200, "", "{\"keys\":[\"a\",\"b\"]}"));
        Outcome.failure(UNAVAILABLE, storage.listKeys(KeyQuery.all().withLimit(1)));
        Outcome.failure(UNAVAILABLE, storage.getBatch(List.of("a", "b")));
        assertThat(server.requests())
                .extracting(RawServer.Request::method)
                .containsExactly("OPTIONS", "GET", "OPTIONS", "POST");
    }

    @Test
    void aBatchAnswerThatLeavesOutAKeyIsCorrupted() throws Exception {
        String extensions = "Zkim-Storage-Extensions: batch=1000000\r\n";
        for (String body : List.of(
                "{\"values\":{\"a\":\"AQ==\"},\"failed\":{}}",
                "{\"values\":{\"a\":\"AQ==\"},\"missing\":[\"a\",\"b\"],\"failed\":{}}",
                "{\"values\":{\"a\":\"AQ==\"},\"missing\":[\"b\"]}",
                "{\"values\":{\"a\":null},\"missing\":[\"b\"],\"failed\":{}}",
                "{\"values\":{\"a\":\"!\"},\"missing\":[\"b\"],\"failed\":{}}")) {
            answering(request -> RawServer.answer(200, extensions, body));
            Outcome.failure(CORRUPTED, storage.getBatch(List.of("a", "b")));
        }
        answering(request -> RawServer.answer(200, extensions, "{}"));
        Outcome.failure(CORRUPTED, storage.setBatch(Map.of("a", VALUE, "b", VALUE)));
        Outcome.failure(CORRUPTED, storage.deleteBatch(List.of("a", "b")));
    }

    @AfterEach
    void close() throws IOException {
        storage.close();
        server.close();
    }

    private void answering(Function<RawServer.Request, byte[]> answers) throws IOException {
        close();
        server = start(answers);
        storage = client(server);
    }

    private static RestStorageBackend client(RawServer server) {
        return RestStorageBackend.builder()
                .baseUrl(server.url() + "/base/")
                .apiKey(SECRET)
                .maximumValueBytes(1 << 20)
                .maximumListingBytes(1 << 20)
                .build();
    }

    private static RawServer start(Function<RawServer.Request, byte[]> answers) {
        try {
            return new RawServer(answers);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.toByteArray();
    }
}
