package im.zk.storage.ipfs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.KeyQuery;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What each operation costs in requests, as the documentation states it. */
class RequestCountTest {

    private static final byte[] VALUE = {1, 2, 3};
    private static final List<String> SET = List.of("add", "files/stat", "files/mv", "files/flush");

    private TestDirectory directory;
    private IpfsStorageBackend storage;

    @BeforeEach
    void open() throws Exception {
        directory = new TestDirectory(TestServers.ipfs());
        directory
                .route()
                .answer(
                        TestDirectory.isFor("version"),
                        200,
                        Map.of("Content-Type", "application/json"),
                        "{\"Version\":\"0.43.0\"}".getBytes(US_ASCII));
        storage = directory.routed().build();
        Await.value(storage.set("key", VALUE));
        directory.route().forgetRequests();
    }

    @AfterEach
    void close() throws Exception {
        storage.close();
        directory.close();
    }

    @Test
    @DisplayName("The first operation asks for the version, the first set makes the directory")
    void first() throws Exception {
        try (IpfsStorageBackend another = directory.routed().build()) {
            Await.value(another.has("key"));
            assertThat(directory.commands()).containsExactly("version", "files/stat");
            directory.route().forgetRequests();
            Await.value(another.set("other", VALUE));

            assertThat(directory.commands()).startsWith("files/mkdir").hasSize(1 + SET.size());
        }
    }

    @Test
    @DisplayName("set: four requests, one of them with the value, for a new key and for a new value alike")
    void set() throws Exception {
        assertCosts(storage.set("new", VALUE), SET);
        assertCosts(storage.set("new", new byte[] {4}), SET);
    }

    @Test
    @DisplayName("set on a node before 0.43: five, for the value is pinned until it is linked")
    void setOnAnOlderNode() throws Exception {
        directory.route().restore();
        directory
                .route()
                .answer(
                        TestDirectory.isFor("version"),
                        200,
                        Map.of("Content-Type", "application/json"),
                        "{\"Version\":\"0.42.0\"}".getBytes(US_ASCII));
        try (IpfsStorageBackend older = directory.routed().build()) {
            Await.value(older.set("key", VALUE));
            directory.route().forgetRequests();
            Await.value(older.set("key", new byte[] {9}));
            String cid = Await.value(older.cid("key"));

            assertThat(directory.commands().subList(0, 5))
                    .containsExactly("add", "files/stat", "files/mv", "files/flush", "pin/rm");
            assertThat(directory.node().run("pin/ls", "type", "recursive")).doesNotContain(cid);
            assertThat(Await.value(older.get("key"))).containsExactly(9);
        }
    }

    @Test
    @DisplayName("get: two requests; four for a missing key")
    void get() throws Exception {
        assertCosts(storage.get("key"), List.of("files/stat", "cat"));
        assertCosts(storage.get("missing"), Collections.nCopies(4, "files/stat"));
    }

    @Test
    @DisplayName("has and cid: one request, and no value; four for a missing key")
    void has() throws Exception {
        assertCosts(storage.has("key"), List.of("files/stat"));
        assertCosts(storage.cid("key"), List.of("files/stat"));
        assertCosts(storage.has("missing"), Collections.nCopies(4, "files/stat"));
    }

    @Test
    @DisplayName("delete: two requests, whether there is the key or not")
    void delete() throws Exception {
        assertCosts(storage.delete("key"), List.of("files/rm", "files/flush"));
        assertCosts(storage.delete("key"), List.of("files/rm", "files/flush"));
    }

    @Test
    @DisplayName("keys, listKeys: one request")
    void list() throws Exception {
        assertCosts(storage.keys(), List.of("files/ls"));
        assertCosts(storage.listKeys(KeyQuery.prefix("k")), List.of("files/ls"));
    }

    @Test
    @DisplayName("clear: three requests for up to a hundred keys, and one for each where there are more")
    void clear() throws Exception {
        Await.value(storage.setBatch(entries(20)));
        directory.route().forgetRequests();
        assertCosts(storage.clear(), List.of("files/ls", "files/rm", "files/flush"));
        assertCosts(storage.clear(), List.of("files/ls"));
        Await.value(storage.setBatch(entries(120)));
        directory.route().forgetRequests();

        List<String> commands = new ArrayList<>(List.of("files/ls", "files/ls", "files/mkdir"));
        commands.addAll(Collections.nCopies(100, "files/mv"));
        commands.add("files/flush");
        commands.addAll(Collections.nCopies(20, "files/mv"));
        commands.addAll(List.of("files/flush", "files/rm"));
        assertCosts(storage.clear(), commands);
        assertThat(Await.value(storage.keys())).isEmpty();
    }

    @Test
    @DisplayName("setBatch: one request with sixty-four values, one for each key that is linked, and two more")
    void setBatch() throws Exception {
        Map<String, byte[]> entries = entries(64);
        Await.value(storage.setBatch(entries));

        List<String> commands = new ArrayList<>(List.of("add", "files/stat"));
        commands.addAll(Collections.nCopies(64, "files/mv"));
        commands.add("files/flush");
        assertThat(directory.commands()).isEqualTo(commands);
        assertThat(Await.value(storage.getBatch(entries.keySet())))
                .containsOnlyKeys(entries.keySet())
                .allSatisfy((key, value) -> assertThat(value).isEqualTo(entries.get(key)));
    }

    @Test
    @DisplayName("deleteBatch: sixteen keys at a time, which share removals and flushes")
    void deleteBatch() throws Exception {
        Map<String, byte[]> entries = entries(64);
        Await.value(storage.setBatch(entries));
        directory.route().forgetRequests();
        Await.value(storage.deleteBatch(entries.keySet()));

        assertThat(Collections.frequency(directory.commands(), "files/rm")).isBetween(2, 63);
        assertThat(Set.copyOf(directory.commands())).containsExactlyInAnyOrder("files/rm", "files/flush");
        assertThat(Await.value(storage.keys())).containsExactly("key");
    }

    private void assertCosts(CompletableFuture<?> call, List<String> commands) throws Exception {
        Await.value(call);
        assertThat(directory.commands()).isEqualTo(commands);
        directory.route().forgetRequests();
    }

    private static Map<String, byte[]> entries(int count) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int number = 0; number < count; number++) {
            entries.put("batch/" + number, new byte[] {(byte) number});
        }
        return entries;
    }
}
