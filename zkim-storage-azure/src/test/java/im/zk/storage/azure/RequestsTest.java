package im.zk.storage.azure;

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
    private static final int OBJECTS = Integer.getInteger("zkim.azure.objects", 1_100);

    private static final int PAGES = (OBJECTS + 4_999) / 5_000;
    private static final byte[] VALUE = {1, 2, 3};

    private static TestContainer container;

    private final SentRequests sent = new SentRequests();
    private AzureStorageBackend storage;

    @BeforeAll
    static void createContainer() {
        container = new TestContainer(TestServers.azurite());
    }

    @BeforeEach
    void open() {
        AzureStorageOptions options =
                container.options().prefix("requests").blockSize(5 << 20).build();
        storage = new AzureStorageBackend(options, List.of(sent));
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
    @DisplayName("A missing key: 1 request for each; the answer to HEAD says what is missing")
    void missingKey() {
        assertThat(sent.during(() -> storage.get("missing"))).containsExactly("GET");
        assertThat(sent.during(() -> storage.delete("missing"))).containsExactly("DELETE");
        assertThat(sent.during(() -> storage.has("missing"))).containsExactly("HEAD");
    }

    @Test
    @DisplayName("A missing container: 1 request for each")
    void missingContainer() {
        AzureStorageOptions options = container
                .options()
                .containerName("zkim-container-that-is-not-there")
                .build();
        try (AzureStorageBackend missing = new AzureStorageBackend(options, List.of(sent))) {
            assertThat(sent.during(() -> Failures.ignored(missing.get("key")))).containsExactly("GET");
            assertThat(sent.during(() -> Failures.ignored(missing.set("key", VALUE))))
                    .containsExactly("PUT");
            assertThat(sent.during(() -> Failures.ignored(missing.delete("key"))))
                    .containsExactly("DELETE");
            assertThat(sent.during(() -> Failures.ignored(missing.keys()))).containsExactly("GET list");
            assertThat(sent.during(() -> Failures.ignored(missing.has("key")))).containsExactly("HEAD");
        }
    }

    @Test
    @DisplayName("A value of two blocks and a byte: one request for each block, one to commit them; get 1")
    void blocks() {
        byte[] value = new byte[(10 << 20) + 1];
        assertThat(sent.during(() -> storage.set("large", value)))
                .containsExactly("PUT block", "PUT block", "PUT block", "PUT blocklist");
        assertThat(sent.during(() -> storage.get("large"))).containsExactly("GET");
    }

    @Test
    @DisplayName("Batches: one request for each value, one for each 256 deletes")
    void batches() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        Stream.of("a", "b", "c").forEach(key -> entries.put(key, VALUE));
        assertThat(sent.during(() -> storage.setBatch(entries))).containsExactly("PUT", "PUT", "PUT");
        assertThat(sent.during(() -> storage.getBatch(entries.keySet()))).containsExactly("GET", "GET", "GET");
        assertThat(sent.during(() -> storage.deleteBatch(entries.keySet()))).containsExactly("POST batch");
    }

    @Test
    @DisplayName("Many blobs: keys and clear list 5,000 a request, and 256 are deleted by one, a few at a time")
    void manyBlobs() {
        List<String> keys = numbered();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        keys.forEach(key -> entries.put(key, VALUE));
        storage.setBatch(entries).join();

        assertThat(sent.during(() -> storage.keys())).hasSize(PAGES).containsOnly("GET list");
        KeyPage[] page = new KeyPage[1];
        assertThat(sent.during(() -> storage.listKeys(KeyQuery.all()).thenAccept(first -> page[0] = first)))
                .containsExactly("GET list");
        assertThat(page[0].keys()).hasSize(1_000);
        assertThat(sent.during(() -> storage.deleteBatch(keys.subList(0, 257))))
                .containsExactly("POST batch", "POST batch");
        storage.setBatch(Map.copyOf(entries)).join();

        List<String> clear = sent.during(() -> storage.clear());
        assertThat(clear).filteredOn("GET list"::equals).hasSize(PAGES);
        assertThat(clear).filteredOn("POST batch"::equals).hasSize(expectedBatches());
        assertThat(clear).hasSize(PAGES + expectedBatches());
        assertThat(sent.mostAtATime()).isBetween(2, 5);
        assertThat(storage.keys().join()).isEmpty();
    }

    /** Each page ends with a batch that may be smaller. */
    private static int expectedBatches() {
        int batches = 0;
        for (int left = OBJECTS; left > 0; left -= 5_000) {
            batches += (Math.min(left, 5_000) + 255) / 256;
        }
        return batches;
    }

    private static List<String> numbered() {
        List<String> keys = new ArrayList<>();
        for (int number = 0; number < OBJECTS; number++) {
            keys.add("many/" + (100_000 + number));
        }
        return keys;
    }
}
