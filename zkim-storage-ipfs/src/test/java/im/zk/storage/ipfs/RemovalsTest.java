package im.zk.storage.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.testservers.RoutedRequest;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.Failures;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Callers whose keys are removed together, of whom one leaves. */
class RemovalsTest {

    private static final byte[] OLD = {1};
    private static final byte[] NEW = {2};
    private static final byte[] REFUSAL =
            "{\"Message\":\"refused by the test\",\"Code\":0,\"Type\":\"error\"}".getBytes(UTF_8);
    private static final int MANY = 120;
    private static final Duration A_WHILE = Duration.ofSeconds(2);
    private static final Duration FOR_GOOD = Duration.ofMinutes(10);

    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor executor = (ThreadPoolExecutor) Executors.newFixedThreadPool(8, work -> {
        Thread thread = new Thread(work, "removals-test");
        threads.add(thread);
        return thread;
    });
    private TestDirectory directory;
    private IpfsStorageBackend storage;

    @BeforeEach
    void open() throws Exception {
        directory = new TestDirectory(TestServers.ipfs());
        storage = directory
                .routed()
                .executor(executor)
                .callTimeout(Duration.ofSeconds(30))
                .build();
        for (String key : List.of("first", "second", "key")) {
            Await.value(storage.set(key, OLD));
        }
        directory.route().forgetRequests();
    }

    @AfterEach
    void close() throws Exception {
        storage.close();
        directory.close();
        executor.shutdownNow();
    }

    @Test
    @DisplayName("A delete that is cancelled while it waits for others removes no value that is stored later")
    void cancelledWhileItWaits() throws Exception {
        CompletableFuture<?> first = deleteFirst();
        CompletableFuture<?> cancelled = storage.delete("key");
        awaitWaiting(1);
        cancelled.cancel(true);

        Await.value(storage.set("key", NEW));
        Await.value(first);
        assertThat(Await.value(storage.get("key"))).isEqualTo(NEW);
    }

    @Test
    @DisplayName("A delete that is cancelled while another one removes its key removes no value that is stored later")
    void cancelledWhileItsKeyIsRemoved() throws Exception {
        directory.route().delay(together(), A_WHILE);
        deleteFirst();
        CompletableFuture<?> second = storage.delete("second");
        awaitWaiting(1);
        CompletableFuture<?> cancelled = storage.delete("key");
        awaitWaiting(2);
        awaitRequest(together());
        cancelled.cancel(true);

        Await.value(storage.set("key", NEW));
        Await.value(second);
        assertThat(Await.value(storage.get("key"))).isEqualTo(NEW);
    }

    @Test
    @DisplayName("A delete is done, though the one that removed its key among others was cancelled")
    void cancelledWhileItRemovesForOthers() throws Exception {
        Predicate<RoutedRequest> alone =
                directory.isFor("files/rm", "second").and(together().negate());
        directory.route().answer(together(), 500, Map.of("Content-Type", "application/json"), REFUSAL);
        directory.route().delay(alone, FOR_GOOD);
        deleteFirst();
        CompletableFuture<?> cancelled = storage.delete("second");
        awaitWaiting(1);
        CompletableFuture<?> done = storage.delete("key");
        awaitWaiting(2);
        awaitRequest(alone);
        cancelled.cancel(true);

        Await.value(done);
        assertThat(Await.value(storage.has("key"))).isFalse();
    }

    @Test
    @DisplayName("A clear that is cut off by its timeout sends nothing more, so that its thread is free")
    void timeout() throws Exception {
        try (IpfsStorageBackend direct = directory.direct().build()) {
            Map<String, byte[]> entries = new LinkedHashMap<>();
            for (int number = 0; number < MANY; number++) {
                entries.put("many/" + number, OLD);
            }
            Await.value(direct.setBatch(entries));
        }
        Predicate<RoutedRequest> removals = TestDirectory.isFor("files/rm");
        directory.route().delay(TestDirectory.isFor("files/mv").or(removals), FOR_GOOD);
        try (IpfsStorageBackend hasty =
                directory.routed().executor(executor).callTimeout(A_WHILE).build()) {
            Failures.of(hasty.clear(), ErrorKind.TIMEOUT);
            Await.until("no thread works", () -> executor.getActiveCount() == 0);

            assertThat(directory.route().count(removals)).isZero();
        }
    }

    /** A delete that takes a while, for which the next ones wait. */
    private CompletableFuture<?> deleteFirst() throws Exception {
        directory.route().delay(directory.isFor("files/rm", "first"), A_WHILE);
        CompletableFuture<?> first = storage.delete("first");
        awaitRequest(directory.isFor("files/rm", "first"));
        return first;
    }

    /** Requests that remove two keys. */
    private Predicate<RoutedRequest> together() {
        return directory.isFor("files/rm", "second").and(directory.isFor("files/rm", "key"));
    }

    private void awaitRequest(Predicate<RoutedRequest> which) throws Exception {
        Await.until("the request is sent", () -> directory.route().count(which) > 0);
    }

    private void awaitWaiting(int count) throws Exception {
        Await.until(
                "so many wait for their turn",
                () -> threads.stream().filter(RemovalsTest::waitsForOthers).count() == count);
    }

    private static boolean waitsForOthers(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return thread.getState() == Thread.State.WAITING
                && IntStream.range(1, frames.length)
                        .anyMatch(at -> frames[at].getClassName().equals(Removals.class.getName())
                                && frames[at - 1].getClassName().equals(ReentrantLock.class.getName()));
    }
}
