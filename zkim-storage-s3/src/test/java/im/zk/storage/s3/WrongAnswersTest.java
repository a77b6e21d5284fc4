package im.zk.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.testservers.FaultyRoute;
import im.zk.storage.testservers.MinioServer;
import im.zk.storage.testservers.RoutedRequest;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Failures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Single answers that are wrong, on the way from a real server that answers all else. */
class WrongAnswersTest {

    private static final int PART = 5 << 20;
    private static final byte[] VALUE = "the value".getBytes(UTF_8);
    private static final byte[] CHANGED = "the vaLue".getBytes(UTF_8);

    private static TestBucket bucket;

    private FaultyRoute route;
    private S3StorageBackend direct;
    private S3StorageBackend storage;

    @BeforeAll
    static void createBucket() {
        bucket = new TestBucket(TestServers.minio(), Compatibility.MINIO);
    }

    @AfterAll
    static void closeBucket() {
        bucket.close();
    }

    @BeforeEach
    void open() {
        MinioServer server = TestServers.minio();
        route = FaultyRoute.to(server);
        direct = bucket.backend().partSize(PART).build();
        storage = bucket.backend(route.endpoint()).partSize(PART).build();
        direct.set("key", VALUE).join();
        assertThat(storage.get("key").join()).isEqualTo(VALUE);
        route.forgetRequests();
    }

    @AfterEach
    void close() {
        storage.close();
        route.close();
        direct.clear().join();
        direct.close();
    }

    @Test
    @DisplayName("Bytes that do not fit the checksum: asked for again, then CORRUPTED")
    void checksum() {
        String crc32 = Checksums.crc32(VALUE, 0, VALUE.length);
        route.answer(WrongAnswersTest::isGet, 200, Map.of("ETag", "\"1\"", "x-amz-checksum-crc32", crc32), CHANGED);
        assertThat(Failures.of(storage.get("key"), ErrorKind.CORRUPTED)).hasMessageContaining("checksum");
        assertThat(route.count(WrongAnswersTest::isGet)).isEqualTo(3);

        route.restore();
        route.answer(WrongAnswersTest::isGet, 200, Map.of("ETag", "\"1\"", "x-amz-checksum-crc32", crc32), VALUE);
        assertThat(storage.get("key").join()).isEqualTo(VALUE);
    }

    @Test
    @DisplayName("Fewer bytes than the length says: CORRUPTED")
    void length() {
        route.answer(WrongAnswersTest::isGet, 200, Map.of("ETag", "\"1\"", "Content-Length", "100"), VALUE);
        assertThat(Failures.of(storage.get("key"), ErrorKind.CORRUPTED)).hasMessageContaining("Content-Length");
    }

    @Test
    @DisplayName("A value that is larger than what may be is refused before its body is read")
    void tooLarge() {
        try (S3StorageBackend small =
                bucket.backend(route.endpoint()).maximumValueBytes(8).build()) {
            assertThat(Failures.of(small.get("key"), ErrorKind.VALUE_TOO_LARGE)).hasMessageContaining("9 bytes");
            assertThat(route.count(WrongAnswersTest::isGet)).isOne();
        }
    }

    @Test
    @DisplayName("An upload whose completion answers 200 and an error: it fails, the old value stays, and no part")
    void completionFails() {
        route.answer(
                request -> request.method().equals("POST") && request.query().startsWith("uploadId"),
                200,
                Map.of("Content-Type", "application/xml"),
                "<Error><Code>InternalError</Code><Message>try again</Message></Error>".getBytes(UTF_8));

        Failures.of(storage.set("key", new byte[2 * PART]), ErrorKind.UNAVAILABLE);
        assertThat(direct.get("key").join()).isEqualTo(VALUE);
        assertThat(bucket.unfinishedUploads("zkim-files/key")).isEmpty();
    }

    @Test
    @DisplayName("A listing that gives the same token again and again: CORRUPTED")
    void circle() {
        route.answer(
                request -> request.query().contains("list-type"),
                200,
                Map.of("Content-Type", "application/xml"),
                ("<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>again"
                                + "</NextContinuationToken></ListBucketResult>")
                        .getBytes(UTF_8));

        assertThat(Failures.of(storage.keys(), ErrorKind.CORRUPTED)).hasMessageContaining("token");
        assertThat(Failures.of(storage.clear(), ErrorKind.CORRUPTED)).hasMessageContaining("token");
        assertThat(direct.get("key").join()).isEqualTo(VALUE);
    }

    @Test
    @DisplayName("A page that is not the last but has no token: CORRUPTED, not the end of the list")
    void noToken() {
        route.answer(
                request -> request.query().contains("list-type"),
                200,
                Map.of("Content-Type", "application/xml"),
                "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>".getBytes(UTF_8));

        Failures.of(storage.keys(), ErrorKind.CORRUPTED);
        Failures.of(storage.clear(), ErrorKind.CORRUPTED);
    }

    @Test
    @DisplayName("A page of a website where HEAD leaves open whether there is an object: CORRUPTED, not there")
    void pageForObject() {
        route.answer(request -> request.method().equals("HEAD"), 404, Map.of(), new byte[0]);
        route.answer(WrongAnswersTest::isGet, 200, Map.of("ETag", "\"1\"", "Content-Type", "text/html"), VALUE);

        Failures.of(storage.has("key"), ErrorKind.CORRUPTED);
    }

    @Test
    @DisplayName("A deletion of many whose answer says nothing of one: CORRUPTED, not deleted")
    void noVerdict() {
        route.answer(
                request -> request.query().startsWith("delete"),
                200,
                Map.of("Content-Type", "application/xml"),
                "<DeleteResult><Deleted><Key>zkim-files/other</Key></Deleted></DeleteResult>".getBytes(UTF_8));

        Failures.of(storage.deleteBatch(List.of("other", "key")), ErrorKind.CORRUPTED);
        assertThat(direct.has("key").join()).isTrue();
    }

    @Test
    @DisplayName("A connection that is closed in place of an answer, once: the SDK asks again")
    void cut() {
        route.cut(request -> isGet(request) && route.count(WrongAnswersTest::isGet) < 2);

        assertThat(storage.get("key").join()).isEqualTo(VALUE);
        assertThat(route.count(WrongAnswersTest::isGet)).isEqualTo(2);
    }

    private static boolean isGet(RoutedRequest request) {
        return request.method().equals("GET") && request.path().endsWith("key");
    }
}
