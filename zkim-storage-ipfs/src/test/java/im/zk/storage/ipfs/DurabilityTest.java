package im.zk.storage.ipfs;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ServiceException;
import im.zk.storage.testservers.IpfsServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Await;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is acknowledged stays: when the node is killed while values are stored, and while it collects its garbage. */
class DurabilityTest {

    private static final int WRITERS = 6;
    private static final int KEYS = 4;
    private static final int SIZE = 300_000;
    private static final int BEFORE_THE_KILL = 60;
    private static final int COLLECTIONS = 8;

    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, Integer> begun = new ConcurrentHashMap<>();
    private final AtomicInteger sets = new AtomicInteger();
    private final AtomicBoolean done = new AtomicBoolean();

    private IpfsServer server;
    private IpfsStorageBackend storage;

    @BeforeEach
    void open() {
        server = TestServers.startIpfs();
        storage = TestNode.of(server).backend("zkim-files").build();
    }

    @AfterEach
    void close() {
        storage.close();
        server.close();
    }

    @Test
    @DisplayName("A node that is killed in the midst of writing and started again has every acknowledged value, whole")
    void killedNode() throws Exception {
        CompletableFuture<?> writers = write(false);
        Await.until("values are stored", () -> sets.get() >= BEFORE_THE_KILL);
        server.stop();
        writers.get(60, TimeUnit.SECONDS);
        server.start();

        assertHolds();
        for (String key : acknowledged.keySet()) {
            Await.value(storage.set(key, value(key, 1_000_000)));
            assertThat(number(key, Await.value(storage.get(key)))).isEqualTo(1_000_000);
        }
    }

    @Test
    @DisplayName("Values that are stored and replaced while the node collects its garbage are all there afterwards")
    void collectedUnderLoad() throws Exception {
        TestNode node = TestNode.of(server);
        CompletableFuture<?> writers = write(true);
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            node.run("repo/gc");
        }
        done.set(true);
        writers.get(60, TimeUnit.SECONDS);
        node.run("repo/gc");

        assertHolds();
        assertThat(node.run("files/ls", "arg", "/zkim-files")).doesNotContain("%new-");
    }

    @Test
    @DisplayName("What is deleted is collected, and what is left is not")
    void deletedContentIsCollected() throws Exception {
        TestNode node = TestNode.of(server);
        Await.value(storage.set("kept", value("kept", 1)));
        Await.value(storage.set("gone", value("gone", 2)));
        String kept = String.valueOf(Await.value(storage.cid("kept")));
        String gone = String.valueOf(Await.value(storage.cid("gone")));
        Await.value(storage.delete("gone"));

        String collected = node.run("repo/gc");
        assertThat(collected).isNotEmpty();
        assertThat(node.ask("cat", "arg", gone, "offline", "true").statusCode()).isEqualTo(500);
        assertThat(node.ask("cat", "arg", kept, "offline", "true").statusCode()).isEqualTo(200);
        assertThat(number("kept", Await.value(storage.get("kept")))).isEqualTo(1);
    }

    private CompletableFuture<?> write(boolean failuresCount) {
        return CompletableFuture.allOf(java.util.stream.IntStream.range(0, WRITERS)
                .mapToObj(writer -> CompletableFuture.runAsync(
                        () -> write(writer, failuresCount), work -> new Thread(work, "writer-" + writer).start()))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Until a set fails, where that is expected, or until all is done. */
    private void write(int writer, boolean failuresCount) {
        for (int number = 1; !done.get(); number++) {
            String key = writer + "/" + number % KEYS;
            begun.put(key, number);
            try {
                storage.set(key, value(key, number)).join();
            } catch (CompletionException failed) {
                if (failuresCount || !(failed.getCause() instanceof ServiceException)) {
                    throw failed;
                }
                return;
            }
            acknowledged.put(key, number);
            sets.incrementAndGet();
        }
    }

    /** Each key has the value that was acknowledged last, or one that was begun after it. */
    private void assertHolds() throws Exception {
        assertThat(acknowledged).isNotEmpty();
        Map<String, Integer> read = new HashMap<>();
        for (String key : List.copyOf(acknowledged.keySet())) {
            read.put(key, number(key, Await.value(storage.get(key))));
        }
        assertThat(read)
                .allSatisfy((key, number) ->
                        assertThat(number).isBetween(acknowledged.get(key), begun.getOrDefault(key, 0)));
        assertThat(Await.value(storage.keys())).containsAll(acknowledged.keySet());
    }

    private static byte[] value(String key, int number) {
        byte[] value = new byte[SIZE];
        new Random(key.hashCode() * 31L + number).nextBytes(value);
        ByteBuffer.wrap(value).putInt(number);
        return value;
    }

    private static int number(String key, byte @Nullable [] value) {
        assertThat(value).as("the value of %s", key).isNotNull();
        int number = ByteBuffer.wrap(value).getInt();
        assertThat(value).as("the value of %s", key).isEqualTo(value(key, number));
        return number;
    }
}
