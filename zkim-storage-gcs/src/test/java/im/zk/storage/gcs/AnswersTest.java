package im.zk.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Failures;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the answers that the service documents, on a route that gives them in front of a real server. */
class AnswersTest {

    private static final byte[] VALUE = {1, 2, 3, 4};

    private static TestBucket bucket;

    private FaultyRoute route;
    private GcsStorageBackend storage;

    @BeforeAll
    static void createBucket() {
        bucket = new TestBucket(TestServers.fakeGcs());
    }

    @BeforeEach
    void open() throws IOException {
        route = new FaultyRoute(bucket.endpoint(), Set.of());
        storage = bucket.backend(route.endpoint()).chunkSize(256 << 10).build();
        storage.set("key", VALUE).join();
    }

    @AfterEach
    void close() {
        storage.close();
        route.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid, INVALID_CONFIG",
        "400, userProjectMissing, PERMISSION_DENIED",
        "401, authError, PERMISSION_DENIED",
        "401, required, PERMISSION_DENIED",
        "403, forbidden, PERMISSION_DENIED",
        "403, insufficientPermissions, PERMISSION_DENIED",
        "403, accountDisabled, PERMISSION_DENIED",
        "403, retentionPolicyNotMet, PERMISSION_DENIED",
        "403, objectUnderActiveHold, PERMISSION_DENIED",
        "403, rateLimitExceeded, RATE_LIMITED",
        "403, quotaExceeded, RATE_LIMITED",
        "403, UserProjectAccessDenied, PERMISSION_DENIED",
        "404, notFound, CONTAINER_NOT_FOUND",
        "405, methodNotAllowed, INVALID_CONFIG",
        "408, uploadBrokenConnection, TIMEOUT",
        "409, conflict, CONFLICT",
        "410, gone, UNAVAILABLE",
        "412, conditionNotMet, CONFLICT",
        "413, uploadTooLarge, VALUE_TOO_LARGE",
        "418, teapot, UNKNOWN",
        "429, rateLimitExceeded, RATE_LIMITED",
        "500, backendError, UNAVAILABLE",
        "502, badGateway, UNAVAILABLE",
        "503, backendError, UNAVAILABLE",
        "504, gatewayTimeout, TIMEOUT"
    })
    @DisplayName("Each documented status and reason has its kind, for a value, a page and a batch; the old value stays")
    void kinds(int status, String reason, ErrorKind kind) {
        route.failNext(3, status, reason);
        ServiceException failure = Failures.of(storage.set("key", new byte[] {9}), kind);
        assertThat(failure.details())
                .containsEntry("status", (long) status)
                .containsEntry("errorCode", reason)
                .containsEntry("bucket", bucket.name());
        assertThat(failure).hasMessageContaining(bucket.name()).hasMessageContaining(status + " " + reason);
        route.failNext(3, status, reason);
        Failures.of(storage.keys(), kind);
        route.failNext(3, status, reason);
        assertThat(Failures.of(storage.deleteBatch(List.of("key", "other")), kind)
                        .details()
                        .get(ServiceException.FAILED_KEYS))
                .isEqualTo(List.of("key", "other"));
        route.failNext(0, 0, "");
        assertThat(storage.get("key").join()).isEqualTo(VALUE);
    }

    @Test
    @DisplayName("What may help is tried three times in all, for every operation; what cannot help once")
    void attempts() {
        route.failNext(2, 503, "backendError");
        assertThat(storage.get("key").join()).isEqualTo(VALUE);
        route.failNext(2, 429, "rateLimitExceeded");
        storage.set("key", VALUE).join();
        route.failNext(2, 500, "internalError");
        assertThat(storage.has("key").join()).isTrue();
        route.failNext(2, 408, "uploadBrokenConnection");
        storage.deleteBatch(List.of("other")).join();
        route.failNext(4, 503, "backendError");
        Failures.of(storage.get("key"), ErrorKind.UNAVAILABLE);
        assertThat(route.failuresLeft()).isOne();
        route.failNext(2, 403, "forbidden");
        Failures.of(storage.get("key"), ErrorKind.PERMISSION_DENIED);
        assertThat(route.failuresLeft()).isOne();
    }

    @Test
    @DisplayName("Of a batch, what may help is asked for again and what cannot is not; only what stayed is told")
    void parts() {
        List<String> keys = List.of("refused", "late", "key");
        storage.setBatch(Map.of("refused", VALUE, "late", VALUE)).join();
        route.failPart("zkim-files/refused", 403, "retentionPolicyNotMet");
        route.failPart("zkim-files/late", 503, "backendError");

        ServiceException failure = Failures.of(storage.deleteBatch(keys), ErrorKind.PERMISSION_DENIED);

        assertThat(failure.details())
                .containsEntry(ServiceException.FAILED_KEYS, List.of("refused"))
                .containsEntry("errorCode", "retentionPolicyNotMet")
                .containsEntry("bucket", bucket.name());
        assertThat(route.parts())
                .containsExactly("zkim-files/refused", "zkim-files/late", "zkim-files/key", "zkim-files/late");
        assertThat(storage.keys().join()).containsExactly("refused");
    }

    @Test
    @DisplayName("What never gets to the service says which bucket it is about too")
    void place() {
        try (GcsStorageBackend small =
                bucket.backend(route.endpoint()).maximumValueBytes(1).build()) {
            assertThat(Failures.of(small.set("key", VALUE), ErrorKind.VALUE_TOO_LARGE)
                            .details())
                    .containsEntry("bucket", bucket.name());
        }
    }

    @Test
    @DisplayName("Retries can be turned off, and the backend says which it is")
    void noRetries() {
        assertThat(storage.retries()).isTrue();
        try (GcsStorageBackend once =
                bucket.backend(route.endpoint()).maximumAttempts(1).build()) {
            assertThat(once.retries()).isFalse();
            assertThat(once.withoutRetries()).isSameAs(once);
            route.failNext(2, 503, "backendError");
            Failures.of(once.get("key"), ErrorKind.UNAVAILABLE);
            assertThat(route.failuresLeft()).isOne();
        }
        route.failNext(2, 503, "backendError");
        try (StorageBackend once = storage.withoutRetries()) {
            assertThat(once.retries()).isFalse();
            Failures.of(once.get("key"), ErrorKind.UNAVAILABLE);
            assertThat(route.failuresLeft()).isOne();
        }
        Failures.of(storage.get("key"), ErrorKind.CLOSED);
    }

    @Test
    @DisplayName("A resumable upload whose chunk fails asks how much has arrived, and goes on from there")
    void resumes() {
        byte[] value = new byte[(512 << 10) + 5];
        Arrays.fill(value, (byte) 3);
        for (int passed = 0; passed < 4; passed++) {
            route.failAfter(passed, 1, 503, "backendError");
            storage.set("large", value).join();
            assertThat(route.failuresLeft()).isZero();
            assertThat(storage.get("large").join()).isEqualTo(value);
            assertThat(route.questions()).isEqualTo(passed);
        }
        route.failAfter(2, 3, 503, "backendError");
        Failures.of(storage.set("large", new byte[300_000]), ErrorKind.UNAVAILABLE);
        assertThat(storage.get("large").join()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    @DisplayName(
            "A resumable upload that the service has forgotten begins again, once; the bucket is not called missing")
    void forgotten(int status) {
        byte[] value = new byte[(512 << 10) + 5];
        Arrays.fill(value, (byte) 4);
        String reason = status == 404 ? "notFound" : "gone";
        for (int passed = 1; passed < 4; passed++) {
            route.failAfter(passed, 1, status, reason);
            storage.set("large", value).join();
            assertThat(storage.get("large").join()).isEqualTo(value);
            storage.delete("large").join();
        }
        route.failAfter(1, 1_000, status, reason);
        ErrorKind kind = status == 404 ? ErrorKind.CONTAINER_NOT_FOUND : ErrorKind.UNAVAILABLE;
        Failures.of(storage.set("large", value), kind);
    }

    @Test
    @DisplayName("A byte that is not the one that was stored: CORRUPTED, after it was read again")
    void wrongByte() {
        AtomicInteger reads = new AtomicInteger();
        route.changeBodies(body -> {
            reads.incrementAndGet();
            body[2] ^= 1;
            return body;
        });
        assertThat(Failures.of(storage.get("key"), ErrorKind.CORRUPTED)).hasMessageContaining("checksum");
        assertThat(reads).hasValue(3);
        AtomicInteger again = new AtomicInteger();
        route.changeBodies(body -> {
            body[0] ^= (byte) (again.incrementAndGet() == 1 ? 1 : 0);
            return body;
        });
        assertThat(storage.get("key").join()).isEqualTo(VALUE);
    }

    @Test
    @DisplayName("A value that is shorter, longer or empty by an answer that fits itself: CORRUPTED")
    void wrongLength() {
        for (int length : new int[] {0, 3, 5}) {
            route.changeBodies(body -> Arrays.copyOf(body, length));
            Failures.of(storage.get("key"), ErrorKind.CORRUPTED);
        }
    }
}
