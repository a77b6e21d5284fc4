package im.zk.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.testservers.FaultyRoute;
import im.zk.storage.testservers.RoutedRequest;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Failures;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers of 404 mean that there is no such object. */
class NotFoundTest {

    private static TestBucket bucket;

    private FaultyRoute route;
    private GcsStorageBackend storage;

    @BeforeAll
    static void createBucket() {
        bucket = new TestBucket(TestServers.fakeGcs());
    }

    @BeforeEach
    void open() {
        route = FaultyRoute.to(TestServers.fakeGcs());
        storage = bucket.backend(route.endpoint()).build();
        storage.set("a/key", new byte[] {1}).join();
    }

    @AfterEach
    void close() {
        storage.close();
        route.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><body>404 Not Found</body></html>", "404 page not found", "", "{}"})
    @DisplayName("404 by a proxy that takes no %2F, while listings pass: CORRUPTED, the value is not called missing")
    void proxy(String page) {
        route.answer(NotFoundTest::isForObject, 404, Map.of("Content-Type", "text/html"), page.getBytes(UTF_8));
        for (CompletableFuture<?> each : List.of(storage.get("a/key"), storage.has("a/key"), storage.delete("a/key"))) {
            assertThat(Failures.of(each, ErrorKind.CORRUPTED)).hasMessageContaining("endpoint");
        }
        route.restore();
        assertThat(storage.get("a/key").join()).containsExactly(1);
    }

    @Test
    @DisplayName("404 as the service sends it, in words for a value and in JSON for the rest: no such object")
    void service() {
        Map<String, String> id = Map.of("Content-Type", "text/html; charset=UTF-8", "X-GUploader-UploadID", "ABc");
        route.answer(NotFoundTest::isForObject, 404, id, "No such object: bucket/a/key".getBytes(UTF_8));
        assertThat(storage.get("a/key").join()).isNull();
        assertThat(storage.has("a/key").join()).isFalse();
        route.restore();
        String json = "{\"error\": {\"code\": 404, \"errors\": [{\"reason\": \"notFound\"}]}}";
        route.answer(NotFoundTest::isForObject, 404, Map.of("Content-Type", "application/json"), json.getBytes(UTF_8));
        assertThat(storage.get("a/key").join()).isNull();
        assertThat(storage.has("a/key").join()).isFalse();
        storage.delete("a/key").join();
    }

    private static boolean isForObject(RoutedRequest request) {
        return request.path().contains("/o/");
    }
}
