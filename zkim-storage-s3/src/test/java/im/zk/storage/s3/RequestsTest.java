package im.zk.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Failures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What each operation costs: the requests that are sent, those of retries included. */
class RequestsTest {

    /** 10,000 make it the bound that is promised; fewer are quicker. */
    private static final int OBJECTS = Integer.getInteger("zkim.s3.objects", 1_100);

    private static final int PAGES = (OBJECTS + 999) / 1_000;
    private static final byte[] VALUE = {1, 2, 3};

    private static TestBucket bucket;

    private final SentRequests sent = new SentRequests();
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
        S3StorageOptions options =
                bucket.options().prefix("requests").partSize(5 << 20).build();
        storage = new S3StorageBackend(options, configuration -> configuration.addExecutionInterceptor(sent));
    }

    @AfterEach
    void clear() {
        storage.clear().join();
        storage.close();
    }

    @Test
    @DisplayName("One value: set 1, get 1, has 1 (HEAD), delete 1")
    void oneValue() {
        assertThat(sent.during(() -> storage.set("key", VALUE))).containsExactly("PUT");
        assertThat(sent.during(() -> storage.get("key"))).containsExactly("GET");
        assertThat(sent.during(() -> storage.has("key"))).containsExactly("HEAD");
        assertThat(sent.during(() -> storage.delete("key"))).containsExactly("DELETE");
    }

    @Test
    @DisplayName("A missing key: get 1, delete 1, has 2, as the answer to HEAD does not say what is missing")
    void missingKey() {
        assertThat(sent.during(() -> storage.get("missing"))).containsExactly("GET");
        assertThat(sent.during(() -> storage.delete("missing"))).containsExactly("DELETE");
        assertThat(sent.during(() -> storage.has("missing"))).containsExactly("HEAD", "GET");
    }

    @Test
    @DisplayName("A missing bucket: get 1, set 1, delete 1, keys 1, has 2")
    void missingBucket() {
        S3StorageOptions options =
                bucket.options().bucket("zkim-bucket-that-is-not-there").build();
        try (S3StorageBackend missing =
                new S3StorageBackend(options, configuration -> configuration.addExecutionInterceptor(sent))) {
            assertThat(sent.during(() -> Failures.ignored(missing.get("key")))).containsExactly("GET");
            assertThat(sent.during(() -> Failures.ignored(missing.set("key", VALUE))))
                    .containsExactly("PUT");
            assertThat(sent.during(() -> Failures.ignored(missing.delete("key"))))
                    .containsExactly("DELETE");
            assertThat(sent.during(() -> Failures.ignored(missing.keys()))).containsExactly("GET list-type");
            assertThat(sent.during(() -> Failures.ignored(missing.has("key")))).containsExactly("HEAD", "GET");
        }
    }

    @Test
    @DisplayName("A value of two parts and a byte: one request to begin, one for each part, one to complete")
    void parts() {
        byte[] value = new byte[(10 << 20) + 1];
        assertThat(sent.during(() -> storage.set("large", value)))
                .startsWith("POST uploads")
                .endsWith("POST uploadId")
                .hasSize(5)
                .filteredOn("PUT partNumber"::equals)
                .hasSize(3);
        assertThat(sent.during(() -> storage.get("large"))).containsExactly("GET");
    }

    @Test
    @DisplayName("Batches: one request for each value, one for each 1,000 deletes")
    void batches() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        Stream.of("a", "b", "c").forEach(key -> entries.put(key, VALUE));
        assertThat(sent.during(() -> storage.setBatch(entries))).containsExactly("PUT", "PUT", "PUT");
        assertThat(sent.during(() -> storage.getBatch(entries.keySet()))).containsExactly("GET", "GET", "GET");
        assertThat(sent.during(() -> storage.deleteBatch(entries.keySet()))).containsExactly("POST delete");
    }

    @Test
    @DisplayName("Many objects: keys, listKeys, deleteBatch and clear make one request for each 1,000")
    void manyObjects() {
        List<String> keys = numbered();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        keys.forEach(key -> entries.put(key, VALUE));
        storage.setBatch(entries).join();

        assertThat(sent.during(() -> storage.keys())).hasSize(PAGES).containsOnly("GET list-type");
        KeyPage[] page = new KeyPage[1];
        assertThat(sent.during(() -> storage.listKeys(KeyQuery.all()).thenAccept(first -> page[0] = first)))
                .containsExactly("GET list-type");
        assertThat(page[0].keys()).hasSize(1_000);
        assertThat(sent.during(() -> storage.deleteBatch(keys.subList(0, 1_001))))
                .containsExactly("POST delete", "POST delete");
        storage.setBatch(Map.copyOf(entries)).join();

        List<String> clear = sent.during(() -> storage.clear());
        assertThat(clear).filteredOn("GET list-type"::equals).hasSize(PAGES);
        assertThat(clear).filteredOn("POST delete"::equals).hasSize(PAGES);
        assertThat(clear).hasSize(2 * PAGES);
        assertThat(sent.mostAtATime()).isBetween(2, 5);
        assertThat(storage.keys().join()).isEmpty();
    }

    private static List<String> numbered() {
        List<String> keys = new ArrayList<>();
        for (int number = 0; number < OBJECTS; number++) {
            keys.add("many/" + (100_000 + number));
        }
        return keys;
    }
}
