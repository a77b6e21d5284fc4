package im.zk.storage.gcs;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What each operation costs: the requests that are sent, those of retries included. */
class RequestsTest {

    /** 10,000 make it the bound that is promised; fewer are quicker. */
    private static final int OBJECTS = Integer.getInteger("zkim.gcs.objects", 1_250);

    private static final int PAGES = (OBJECTS + 999) / 1_000;
    private static final byte[] VALUE = {1, 2, 3};
    private static final int CHUNK = 256 << 10;

    private static TestBucket bucket;

    private final SentRequests sent = new SentRequests();
    private GcsStorageBackend storage;

    @BeforeAll
    static void createBucket() {
        bucket = new TestBucket(TestServers.fakeGcs());
    }

    @BeforeEach
    void open() {
        storage = new GcsStorageBackend(
                bucket.options().prefix("requests").chunkSize(CHUNK).build(), sent::watch);
    }

    @AfterEach
    void clear() {
        storage.clear().join();
        storage.close();
    }

    @Test
    @DisplayName("One value: set 1, get 1, has 1 (the metadata's name), delete 1")
    void oneValue() {
        assertThat(sent.during(() -> storage.set("key", VALUE))).containsExactly("POST multipart");
        assertThat(sent.during(() -> storage.get("key"))).containsExactly("GET media");
        assertThat(sent.during(() -> storage.has("key"))).containsExactly("GET metadata");
        assertThat(sent.during(() -> storage.delete("key"))).containsExactly("DELETE metadata");
    }

    @Test
    @DisplayName("A missing key: one more, as 404 does not say whether the key or the bucket is missing")
    void missingKey() {
        assertThat(sent.during(() -> storage.get("missing"))).containsExactly("GET media", "GET list");
        assertThat(sent.during(() -> storage.has("missing"))).containsExactly("GET metadata", "GET list");
        assertThat(sent.during(() -> storage.delete("missing"))).containsExactly("DELETE metadata", "GET list");
        assertThat(sent.during(() -> storage.deleteBatch(List.of("missing", "gone"))))
                .containsExactly("POST batch", "GET list");
    }

    @Test
    @DisplayName("A missing bucket: set 1, keys 1, clear 1; get, has, delete and deleteBatch 2")
    void missingBucket() {
        GcsStorageOptions options =
                bucket.options().bucketName("zkim-bucket-that-is-not-there").build();
        try (GcsStorageBackend missing = new GcsStorageBackend(options, sent::watch)) {
            assertThat(sent.during(() -> Failures.ignored(missing.set("key", VALUE))))
                    .containsExactly("POST multipart");
            assertThat(sent.during(() -> Failures.ignored(missing.keys()))).containsExactly("GET list");
            assertThat(sent.during(() -> Failures.ignored(missing.clear()))).containsExactly("GET list");
            assertThat(sent.during(() -> Failures.ignored(missing.get("key"))))
                    .containsExactly("GET media", "GET list");
            assertThat(sent.during(() -> Failures.ignored(missing.has("key")))).hasSize(2);
            assertThat(sent.during(() -> Failures.ignored(missing.delete("key"))))
                    .hasSize(2);
            assertThat(sent.during(() -> Failures.ignored(missing.deleteBatch(List.of("key")))))
                    .hasSize(2);
        }
    }

    @Test
    @DisplayName("A value of two chunks and a byte: one request to begin, one for each chunk")
    void chunks() {
        byte[] value = new byte[2 * CHUNK + 1];
        assertThat(sent.during(() -> storage.set("large", value)))
                .containsExactly("POST resumable", "PUT chunk", "PUT chunk", "PUT chunk");
        assertThat(sent.during(() -> storage.set("exactly one", new byte[CHUNK])))
                .containsExactly("POST multipart");
        assertThat(sent.during(() -> storage.get("large"))).containsExactly("GET media");
        assertThat(storage.get("large").join()).isEqualTo(value);
    }

    @Test
    @DisplayName("Batches: one request for each value, one for each 100 deletes")
    void batches() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        Stream.of("a", "b", "c").forEach(key -> entries.put(key, VALUE));
        assertThat(sent.during(() -> storage.setBatch(entries))).hasSize(3).containsOnly("POST multipart");
        assertThat(sent.during(() -> storage.getBatch(entries.keySet())))
                .hasSize(3)
                .containsOnly("GET media");
        assertThat(sent.during(() -> storage.deleteBatch(entries.keySet()))).containsExactly("POST batch");
    }

    @Test
    @DisplayName(
            "Many objects: keys and listKeys 1 for each 1,000; deleteBatch and clear 1 more for each 100, 4 at a time")
    void manyObjects() {
        List<String> keys = numbered();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        keys.forEach(key -> entries.put(key, VALUE));
        storage.setBatch(entries).join();

        assertThat(sent.during(() -> storage.keys())).hasSize(PAGES).containsOnly("GET list");
        KeyPage[] page = new KeyPage[1];
        assertThat(sent.during(() -> storage.listKeys(KeyQuery.all()).thenAccept(first -> page[0] = first)))
                .containsExactly("GET list");
        assertThat(page[0].keys()).hasSize(1_000);
        assertThat(sent.during(() -> storage.deleteBatch(keys.subList(0, 201))))
                .containsExactly("POST batch", "POST batch", "POST batch");
        storage.setBatch(entries).join();

        List<String> clear = sent.during(() -> storage.clear());
        int batches = (OBJECTS + 99) / 100;
        assertThat(clear).filteredOn("GET list"::equals).hasSize(PAGES);
        assertThat(clear).filteredOn("POST batch"::equals).hasSize(batches);
        assertThat(clear).hasSize(PAGES + batches);
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
