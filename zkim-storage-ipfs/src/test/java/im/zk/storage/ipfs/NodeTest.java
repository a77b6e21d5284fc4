package im.zk.storage.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the node shows of what the backend stores, and what the backend makes of what others do on the node. */
class NodeTest {

    private static final int MANY = 10_000;
    private static final int AT_A_TIME = 200;
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private final TestDirectory directory = new TestDirectory(TestServers.ipfs());
    private final TestNode node = directory.node();
    private final IpfsStorageBackend storage = directory.direct().build();

    @BeforeEach
    void begin() throws Exception {
        Await.value(storage.set("first", new byte[] {1}));
    }

    @AfterEach
    void close() throws Exception {
        storage.close();
        directory.close();
    }

    @Test
    @DisplayName("A key is a file of the node's MFS, which its own commands read, and nothing else is left there")
    void keysAreFiles() throws Exception {
        Await.value(storage.set("users/42/né", "a value".getBytes(UTF_8)));

        assertThat(node.run("files/read", "arg", directory.path("users%2F42%2Fné")))
                .isEqualTo("a value");
        assertThat(node.run("files/ls", "arg", directory.path(""))).doesNotContain("%new-");
    }

    @Test
    @DisplayName("The content identifier is the one that ipfs add --cid-version=1 gives, and reads the same bytes")
    void contentIdentifiers() throws Exception {
        byte[] large = new byte[700_000];
        new Random(1).nextBytes(large);
        for (int at = 0; at < large.length; at++) {
            large[at] = (byte) ('a' + (large[at] & 15));
        }
        Await.value(storage.set("large", large));
        String cid = Await.value(storage.cid("large"));
        String text = new String(large, UTF_8);

        assertThat(node.add(text, "cid-version", "1", "only-hash", "false", "pin", "false")
                        .body())
                .contains("\"" + cid + "\"");
        assertThat(node.run("cat", "arg", String.valueOf(cid))).isEqualTo(text);
        assertThat(Await.value(storage.cid("missing"))).isNull();
    }

    @Test
    @DisplayName("A value that somebody has linked with the node's own command is a key's value")
    void valuesOfOthers() throws Exception {
        node.add("theirs", "cid-version", "0", "to-files", directory.path("theirs"), "pin", "false");

        assertThat(Await.value(storage.get("theirs"))).isEqualTo("theirs".getBytes(UTF_8));
        assertThat(Await.value(storage.keys())).containsExactly("first", "theirs");
    }

    @Test
    @DisplayName("A directory is nobody's value: it is not read, and neither delete nor clear removes it")
    void directoriesAreNoValues() throws Exception {
        node.run("files/mkdir", "arg", directory.path("d/e"), "parents", "true");

        assertThat(Await.value(storage.get("d"))).isNull();
        assertThat(Await.value(storage.has("d"))).isFalse();
        Await.value(storage.delete("d"));
        Await.value(storage.clear());
        assertThat(node.run("files/ls", "arg", directory.path("d"))).contains("\"e\"");
    }

    @Test
    @DisplayName("Content that is nowhere fails at once with CORRUPTED, names the block, and is no missing key")
    void contentIsNowhere() throws Exception {
        String cid = Await.value(storage.cid("first"));
        node.run("block/rm", "arg", String.valueOf(cid), "force", "true");

        ServiceException failure = Failures.of(storage.get("first"), ErrorKind.CORRUPTED);
        assertThat(failure).hasMessageContaining(String.valueOf(cid));
        assertThat(failure.code()).isEqualTo("IPFS_DOWNLOAD_ERROR");
    }

    @Test
    @DisplayName("Ten thousand keys, sharded by the node, are listed once each, beside values of other names")
    void manyKeys() throws Exception {
        Await.value(storage.set("source", new byte[] {2}));
        ExecutorService requests = Executors.newFixedThreadPool(4);
        try {
            for (int from = 0; from < MANY; from += AT_A_TIME) {
                List<CompletableFuture<?>> links = new ArrayList<>();
                for (int number = from; number < from + AT_A_TIME; number++) {
                    String to = directory.path("many%2F" + number);
                    links.add(CompletableFuture.runAsync(() -> link(to), requests));
                }
                CompletableFuture.allOf(links.toArray(CompletableFuture<?>[]::new))
                        .get(60, TimeUnit.SECONDS);
                node.run("files/flush", "arg", directory.path(""));
            }
        } finally {
            requests.shutdownNow();
        }
        Await.value(storage.set("last", new byte[] {3}));

        assertThat(Await.value(storage.keys()))
                .hasSize(MANY + 3)
                .doesNotHaveDuplicates()
                .contains("many/0", "many/" + (MANY - 1));
        assertThat(Await.value(storage.get("many/777"))).containsExactly(2);
        assertThat(Await.value(storage.has("many/" + MANY))).isFalse();
    }

    @Test
    @DisplayName("A client that reads while another one replaces sees the old value or the new one, never none")
    void readersOfAnotherClient() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (IpfsStorageBackend reader = directory.direct().build()) {
            CompletableFuture<Integer> missed = CompletableFuture.supplyAsync(
                    () -> {
                        int missing = 0;
                        while (!done.get()) {
                            missing += reader.get("first").join() == null ? 1 : 0;
                            missing += reader.has("first").join() ? 0 : 1;
                            missing += reader.keys().join().contains("first") ? 0 : 1;
                        }
                        return missing;
                    },
                    work -> new Thread(work, "reader").start());
            for (int number = 0; number < 150; number++) {
                Await.value(storage.set("first", new byte[] {(byte) number, 7}));
            }
            done.set(true);

            assertThat(missed.get(60, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    @DisplayName("Two clients that write one key at the same time both succeed, and leave one of the values")
    void writersOfOneKey() throws Exception {
        try (IpfsStorageBackend other = directory.direct().build()) {
            for (int round = 0; round < 10; round++) {
                CompletableFuture<?> one = storage.set("first", new byte[] {1, (byte) round});
                CompletableFuture<?> two = other.set("first", new byte[] {2, (byte) round});
                Await.value(one);
                Await.value(two);
                assertThat(Await.value(storage.get("first")))
                        .isIn(new byte[] {1, (byte) round}, new byte[] {2, (byte) round});
            }
        }
        assertThat(node.run("files/ls", "arg", directory.path(""))).doesNotContain("%new-");
    }

    @Test
    @DisplayName("What a client that died left behind is the key's value only where it has no other, and then goes")
    void remainsOfTheDead() throws Exception {
        node.add("remains", "cid-version", "1", "to-files", directory.path("%new-first"), "pin", "false");
        node.add("remains", "cid-version", "1", "to-files", directory.path("%new-second"), "pin", "false");

        assertThat(Await.value(storage.get("first"))).containsExactly(1);
        assertThat(Await.value(storage.get("second"))).isEqualTo("remains".getBytes(UTF_8));
        assertThat(Await.value(storage.keys())).containsExactly("first", "second");
        Await.value(storage.set("first", new byte[] {5}));
        Await.value(storage.delete("second"));
        assertThat(Await.value(storage.get("first"))).containsExactly(5);
        assertThat(Await.value(storage.keys())).containsExactly("first");
        assertThat(node.run("files/ls", "arg", directory.path(""))).doesNotContain("%new-");
    }

    @Test
    @DisplayName("Values of a batch are stored also where somebody removes the directory while they are")
    void directoryThatIsRemoved() throws Exception {
        Map<String, byte[]> values = Map.of("a", new byte[] {1}, "b", new byte[] {2});
        try (IpfsStorageBackend routed = directory.routed().build()) {
            directory.route().delay(TestDirectory.isFor("files/flush"), A_WHILE);
            CompletableFuture<?> stored = routed.setBatch(values);
            Await.until("all is linked", () -> directory.route().count(TestDirectory.isFor("files/flush")) > 0);
            directory.route().restore();
            node.run("files/rm", "arg", directory.path(), "recursive", "true");
            Await.value(stored);

            assertThat(Await.value(routed.getBatch(values.keySet()))).containsAllEntriesOf(values);
        }
    }

    private void link(String to) {
        try {
            node.run("files/cp", "arg", directory.path("source"), "arg", to, "flush", "false");
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
