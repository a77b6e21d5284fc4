package im.zk.storage.rest;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackends;
import im.zk.storage.testservers.faults.Await;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How many requests each operation makes, as the server counts them. */
class RequestCountTest {

    private static final TestServer SERVER = new TestServer(true);
    private static final TestServer PLAIN = new TestServer(false);
    private static final byte[] VALUE = {1, 2, 3};

    @Test
    void everySingleOperationIsOneRequest() throws Exception {
        try (RestStorageBackend storage = SERVER.client("single").build()) {
            assertRequests(storage.set("a/b", VALUE), "PUT /single/files/a%2Fb 204");
            assertRequests(storage.get("a/b"), "GET /single/files/a%2Fb 200");
            assertRequests(storage.has("a/b"), "HEAD /single/files/a%2Fb 200");
            assertRequests(storage.delete("a/b"), "DELETE /single/files/a%2Fb 204");
            assertRequests(storage.keys(), "GET /single/files 200");
            assertRequests(storage.clear(), "DELETE /single/files 204");
        }
    }

    @Test
    void aMissingKeyTakesNoSecondRequestWhereTheServerSaysThatItIsTheKey() throws Exception {
        try (RestStorageBackend storage = SERVER.client("missing").build()) {
            assertRequests(storage.get("a"), "GET /missing/files/a 404");
            assertRequests(storage.has("a"), "HEAD /missing/files/a 404");
            assertRequests(storage.delete("a"), "DELETE /missing/files/a 204");
        }
    }

    @Test
    void aMissingKeyTakesOneMoreRequestWhereTheServerKnowsTheSixRoutesAlone() throws Exception {
        try (RestStorageBackend storage = PLAIN.client("plain").build()) {
            assertRequests(storage.get("a"), PLAIN, "GET /plain/files/a 404", "GET /plain/files 200");
            assertRequests(storage.has("a"), PLAIN, "HEAD /plain/files/a 404", "GET /plain/files 200");
            assertRequests(storage.set("a", VALUE), PLAIN, "PUT /plain/files/a 204");
            assertRequests(storage.get("a"), PLAIN, "GET /plain/files/a 200");
        }
    }

    @Test
    void batchesAndPagesAreOneRequestForAThousandKeysAndTheExtensionsAreAskedForOnce() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        IntStream.range(0, 2500).forEach(number -> entries.put("key-" + (10_000 + number), VALUE));
        try (RestStorageBackend storage = SERVER.client("many").build()) {
            String post = "POST /many/files?batch=";
            assertRequests(
                    storage.setBatch(entries),
                    "OPTIONS /many/files 204",
                    post + "set 200",
                    post + "set 200",
                    post + "set 200");
            assertRequests(storage.getBatch(entries.keySet()), post + "get 200", post + "get 200", post + "get 200");
            List<String> listed = new ArrayList<>();
            assertRequests(
                    StorageBackends.forEachKey(storage, KeyQuery.prefix("key-"), listed::add),
                    "GET /many/files?limit=1000&prefix=key- 200",
                    "GET /many/files?limit=1000&prefix=key-&after=after%3Akey-10999 200",
                    "GET /many/files?limit=1000&prefix=key-&after=after%3Akey-11999 200");
            assertThat(listed).containsExactlyElementsOf(entries.keySet());
            assertRequests(
                    storage.deleteBatch(entries.keySet()),
                    post + "delete 200",
                    post + "delete 200",
                    post + "delete 200");
            assertRequests(storage.keys(), "GET /many/files 200");
        }
    }

    @Test
    void largeValuesGoByThemselvesInABatchAndComeByThemselves() throws Exception {
        Map<String, byte[]> entries = Map.of("small", VALUE, "tiny", VALUE, "large", new byte[5 << 20]);
        try (RestStorageBackend storage = SERVER.client("large").build()) {
            assertRequests(
                    storage.setBatch(entries),
                    "OPTIONS /large/files 204",
                    "POST /large/files?batch=set 200",
                    "PUT /large/files/large 204");
            assertThat(Await.value(storage.getBatch(entries.keySet())))
                    .hasSize(3)
                    .containsAllEntriesOf(entries);
        } finally {
            SERVER.requests().clear();
        }
    }

    @AfterAll
    static void closeServers() {
        SERVER.close();
        PLAIN.close();
    }

    private static void assertRequests(CompletableFuture<?> operation, String... expected) throws Exception {
        assertRequests(operation, SERVER, expected);
    }

    /** The server notes a request when its answer is written, which may be after the client has read it. */
    private static void assertRequests(CompletableFuture<?> operation, TestServer server, String... expected)
            throws Exception {
        Await.value(operation);
        Await.until("the requests are noted", () -> server.requests().size() >= expected.length);
        assertThat(server.requests()).containsExactlyInAnyOrder(expected);
        server.requests().clear();
    }
}
