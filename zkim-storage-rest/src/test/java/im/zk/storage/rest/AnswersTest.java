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
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.Failures;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
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
                    Failures.of(storage.set("key", VALUE), each.getValue()),
                    Failures.of(storage.get("key"), each.getValue()),
                    Failures.of(storage.delete("key"), each.getValue()),
                    Failures.of(storage.clear(), each.getValue()),
                    Failures.of(storage.keys(), each.getValue()))) {
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
        assertThat(Failures.of(storage.get("key"), RATE_LIMITED).details())
                .containsEntry(ServiceException.RETRY_AFTER_MILLIS, 7000L);

        String inAnHour = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
        answering(request -> RawServer.answer(503, "Retry-After: " + inAnHour + "\r\n", ""));
        assertThat((Long) Failures.of(storage.set("key", VALUE), UNAVAILABLE)
                        .details()
                        .get(ServiceException.RETRY_AFTER_MILLIS))
                .isBetween(3_000_000L, 3_600_000L);

        answering(request -> RawServer.answer(503, "Retry-After: soon\r\n", ""));
        assertThat(Failures.of(storage.get("key"), UNAVAILABLE).details())
                .doesNotContainKey(ServiceException.RETRY_AFTER_MILLIS);
    }

    @Test
    @DisplayName("a 404 is a missing key where the server lists its keys and says no more of its 404s")
    void missing() throws Exception {
        answering(request -> request.target().equals("/base/files") ? LISTING : NOT_FOUND);

        assertThat(Await.value(storage.get("key"))).isNull();
        assertThat(Await.value(storage.has("key"))).isFalse();
        Await.value(storage.delete("key"));
        Failures.of(storage.set("key", VALUE), CONTAINER_NOT_FOUND);
        assertThat(server.requests()).hasSize(7);
    }

    @Test
    @DisplayName("a 404 is a missing container where there is no listing, whatever the answers say in words")
    void missingContainer() throws Exception {
        byte[] page = RawServer.answer(200, "Content-Type: text/html\r\n", "{\"keys\":[]}");
        byte[] otherJson = RawServer.answer(200, "Content-Type: application/json\r\n", "{\"error\":[]}");
        for (byte[] listing : List.of(NOT_FOUND, PAGE, page, otherJson)) {
            answering(request -> request.target().equals("/base/files") ? listing : NOT_FOUND);
            Failures.of(storage.get("key"), CONTAINER_NOT_FOUND);
            Failures.of(storage.has("key"), CONTAINER_NOT_FOUND);
            Failures.of(storage.delete("key"), CONTAINER_NOT_FOUND);
        }
    }

    @Test
    @DisplayName("a 404 that is a web page, or not marked by a server that marks its own, is somebody's on the way")
    void somebodyElses404() throws Exception {
        answering(request -> request.target().equals("/base/files") ? LISTING : PAGE);
        Failures.of(storage.get("a/b"), UNAVAILABLE);
        Failures.of(storage.has("a/b"), UNAVAILABLE);
        Failures.of(storage.delete("a/b"), UNAVAILABLE);

        byte[] marking = RawServer.answer(200, "Zkim-Storage-Extensions: paging\r\n", "{\"keys\":[]}");
        answering(request -> request.target().equals("/base/files") ? marking : NOT_FOUND);
        Failures.of(storage.get("key"), UNAVAILABLE);
    }

    @Test
    void a404StaysUnknownWhereTheListingIsRefused() throws Exception {
        answering(request -> request.target().equals("/base/files") ? RawServer.answer(403, "", "") : NOT_FOUND);
        assertThat(Failures.of(storage.get("key"), PERMISSION_DENIED)).hasMessageContaining("Cannot tell");
    }

    @Test
    void aWebPageIsNoValueAndAcknowledgesNothing() throws Exception {
        answering(request -> RawServer.answer(200, "Content-Type: text/html; charset=utf-8\r\n", "<html>"));
        Failures.of(storage.get("key"), CONTAINER_NOT_FOUND);
        Failures.of(storage.has("key"), CONTAINER_NOT_FOUND);
        Failures.of(storage.set("key", VALUE), CONTAINER_NOT_FOUND);
        Failures.of(storage.delete("key"), CONTAINER_NOT_FOUND);
        Failures.of(storage.clear(), CONTAINER_NOT_FOUND);
        Failures.of(storage.keys(), CONTAINER_NOT_FOUND);
    }

    @Test
    void aRedirectToAnotherHostIsReportedAndNeverFollowed() throws Exception {
        try (RawServer other = start(request -> RawServer.answer(200, "", "stolen"))) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                String location = other.url() + "/login?state=" + SECRET;
                answering(request -> RawServer.answer(status, "Location: " + location + "\r\n", ""));
                for (ServiceException failure : List.of(
                        Failures.of(storage.get("key"), INVALID_CONFIG),
                        Failures.of(storage.set("key", VALUE), INVALID_CONFIG))) {
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
                assertThat(Failures.of(storage.get("key"), INVALID_CONFIG).code())
                        .isEqualTo("REST_DOWNLOAD_ERROR");
                assertThat(Failures.of(storage.set("key", VALUE), INVALID_CONFIG)
                                .code())
                        .isEqualTo("REST_UPLOAD_ERROR");
            }
        }
    }

    @Test
    void noContentIsNoValue() throws Exception {
        for (int status : new int[] {201, 204, 205}) {
            answering(request -> RawServer.answer(status, "", ""));
            Failures.of(storage.get("key"), CORRUPTED);
        }
        answering(request -> RawServer.answer(200, "", ""));
        assertThat(Await.value(storage.get("key"))).isEmpty();
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
        assertThat(Await.value(storage.getBatch(List.of("a", "b")))).containsOnlyKeys("a", "b");
    }

    @Test
    void aRedirectOnTheSameHostIsFollowedWithItsMethodAndContentButNotForEver() throws Exception {
        answering(request -> request.target().startsWith("/base/")
                ? RawServer.answer(308, "Location: /moved/x\r\n", "")
                : RawServer.answer(200, "", request.body()));
        Await.value(storage.set("key", VALUE));
        RawServer.Request last = server.requests().get(1);
        assertThat(last.method() + last.target()).isEqualTo("PUT/moved/x");
        assertThat(last.body()).isEqualTo(VALUE);
        assertThat(last.headers()).containsEntry("authorization", "Bearer " + SECRET);

        answering(request -> RawServer.answer(307, "Location: /base/again\r\n", ""));
        Failures.of(storage.get("key"), INVALID_CONFIG);
        assertThat(server.requests()).hasSize(6);
    }

    @Test
    void gzipIsUndoneWithinTheLimit() throws Exception {
        answering(request -> RawServer.answer(200, "Content-Encoding: gzip\r\n", gzip(VALUE)));
        assertThat(Await.value(storage.get("key"))).isEqualTo(VALUE);

        answering(request -> RawServer.answer(200, "Content-Encoding: gzip\r\n", gzip(new byte[50 << 20])));
        Failures.of(storage.get("key"), VALUE_TOO_LARGE);
        Failures.of(storage.keys(), UNKNOWN);

        answering(request -> RawServer.answer(200, "Content-Encoding: gzip\r\n", VALUE));
        Failures.of(storage.get("key"), CORRUPTED);
        answering(request -> RawServer.answer(200, "Content-Encoding: br\r\n", VALUE));
        Failures.of(storage.get("key"), CORRUPTED);
    }

    @Test
    void aBodyOverTheLimitIsNotReadWhetherItsLengthIsStatedOrNot() throws Exception {
        answering(request -> RawServer.raw("HTTP/1.1 200 X\r\nContent-Length: 9999999999\r\n", VALUE));
        Failures.of(storage.get("key"), VALUE_TOO_LARGE);
        answering(request -> RawServer.raw("HTTP/1.1 200 X\r\n", new byte[3 << 20]));
        Failures.of(storage.get("key"), VALUE_TOO_LARGE);
    }

    @Test
    void aBodyWithoutALengthIsReadWhole() throws Exception {
        byte[] value = new byte[(1 << 20) - 3];
        value[value.length - 1] = 7;
        answering(request -> RawServer.raw("HTTP/1.1 200 X\r\n", value));
        assertThat(Await.value(storage.get("key"))).isEqualTo(value);
    }

    @Test
    void aBodyCutShortIsCorruptedAndNeverAShortValue() throws Exception {
        answering(request -> RawServer.raw("HTTP/1.1 200 X\r\nContent-Length: 100\r\n", VALUE));
        Failures.of(storage.get("key"), CORRUPTED);
        answering(request ->
                RawServer.raw("HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n", "64\r\nabc".getBytes(UTF_8)));
        Failures.of(storage.get("key"), CORRUPTED);
    }

    @Test
    void aDigestThatDoesNotFitIsCorrupted() throws Exception {
        String right = ContentDigest.HEADER + ": md5=:AAAA:, " + ContentDigest.of(VALUE) + "\r\n";
        answering(request -> RawServer.answer(200, right, VALUE));
        assertThat(Await.value(storage.get("key"))).isEqualTo(VALUE);
        answering(request -> RawServer.answer(200, right, "a vaLue"));
        Failures.of(storage.get("key"), CORRUPTED);
        answering(request -> RawServer.answer(200, right + "Content-Encoding: gzip\r\n", gzip(VALUE)));
        assertThat(Await.value(storage.get("key"))).isEqualTo(VALUE);
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
            ServiceException failure = Failures.of(storage.keys(), CORRUPTED);
            assertThat(failure.getCause()).as(body).hasNoCause();
        }
    }

    @Test
    void keysAreListedOnceAndIllegalOnesNever() throws Exception {
        answering(request -> RawServer.answer(200, "", "{\"keys\":[\"b\",\"a/../b\",\"a\",\"b\",\"\"]}"));
        assertThat(Await.value(storage.keys())).containsExactly("b", "a");
        assertThat(Await.value(storage.listKeys(KeyQuery.all())).keys()).containsExactly("a", "b");
    }

    @Test
    void aServerThatLostItsExtensionsIsAskedAgain() throws Exception {
        String extensions = "Zkim-Storage-Extensions: paging, batch=1000000\r\n";
        answering(request -> request.method().equals("OPTIONS")
                ? RawServer.answer(204, extensions, "")
                : RawServer.answer(200, "", "{\"keys\":[\"a\",\"b\"]}"));
        Failures.of(storage.listKeys(KeyQuery.all().withLimit(1)), UNAVAILABLE);
        Failures.of(storage.getBatch(List.of("a", "b")), UNAVAILABLE);
        assertThat(server.requests())
                .extracting(RawServer.Request::method)
                .containsExactly("OPTIONS", "GET", "OPTIONS", "POST");
    }

    @Test
    void aBatchNamesAllItsKeysWhereTheServerDoesNotSayWhatItCan() throws Exception {
        for (int status : new int[] {429, 503}) {
            answering(request -> RawServer.answer(status, "Retry-After: 7\r\n", ""));
            for (CompletableFuture<?> each : List.of(
                    storage.setBatch(Map.of("a", VALUE, "b", VALUE)),
                    storage.getBatch(List.of("a", "b")),
                    storage.deleteBatch(List.of("a", "b")))) {
                ServiceException failure = Failures.of(each, status == 429 ? RATE_LIMITED : UNAVAILABLE);
                assertThat(failure.details()).containsEntry(ServiceException.RETRY_AFTER_MILLIS, 7000L);
                assertThat(failure.details().get(ServiceException.FAILED_KEYS))
                        .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                        .containsExactlyInAnyOrder("a", "b");
            }
            assertThat(server.requests()).extracting(RawServer.Request::method).containsOnly("OPTIONS");
        }
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
            Failures.of(storage.getBatch(List.of("a", "b")), CORRUPTED);
        }
        answering(request -> RawServer.answer(200, extensions, "{}"));
        Failures.of(storage.setBatch(Map.of("a", VALUE, "b", VALUE)), CORRUPTED);
        Failures.of(storage.deleteBatch(List.of("a", "b")), CORRUPTED);
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
