package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules L1 and L2: closing. */
abstract class LifeContract extends Contract {

    private static final byte[] VALUE = {1, 2, 3};
    private static final String ILLEGAL = "a/../b";
    private static final int RACES = 5;
    private static final int THREADS = 4;

    @Test
    @Tag("L1")
    @DisplayName("L1: closing twice is as good as once")
    void closeIsIdempotent() throws Exception {
        StorageBackend client = openAnother("");
        Await.done(client.has("key"));
        client.close();
        assertThatCode(client::close).as("the second close").doesNotThrowAnyException();
        Threads.runTogether(Threads.times(THREADS, thread -> client.close()));
    }

    @Test
    @Tag("L1")
    @DisplayName("L1: closing one client leaves another of the same keys open")
    void otherClientsStayOpen() throws Exception {
        prepare("key", VALUE);
        StorageBackend other = openAnother("");
        Await.done(other.get("key"));
        other.close();
        assertHolds("key", VALUE);
        for (Invocation each : Invocation.of(storage(), "key", VALUE)) {
            Await.done(each.on(storage()));
        }
    }

    @Test
    @Tag("L1")
    @DisplayName("L1: an executor of the caller's does the work and stays open")
    void theExecutorStaysOpen() throws Exception {
        try (CountingExecutor executor = new CountingExecutor()) {
            Optional<StorageBackend> opened = kit().openWith(namespace(), executor);
            assumeTrue(opened.isPresent(), "openWith() gives nothing: this backend takes no executor");
            StorageBackend client = closeLater(opened.get());
            for (Invocation each : Invocation.of(client, "key", VALUE)) {
                int before = executor.tasks();
                Await.done(each.on(client));
                assertThat(executor.tasks()).as("tasks, after %s", each).isGreaterThan(before);
            }
            client.close();
            assertThat(executor.isShutdown()).as("the executor is shut down").isFalse();
            CountDownLatch ran = new CountDownLatch(1);
            executor.execute(ran::countDown);
            assertThat(ran.await(Await.patience().toMillis(), TimeUnit.MILLISECONDS))
                    .as("the executor runs what it is given")
                    .isTrue();
        }
    }

    @Test
    @Tag("L2")
    @DisplayName("L2: after close every operation fails with CLOSED")
    void operationsAfterCloseFail() throws Exception {
        StorageBackend client = openAnother("");
        Await.done(client.has("key"));
        client.close();
        for (Invocation each : Invocation.of(client, "key", VALUE)) {
            CompletableFuture<?> future = Await.returns(each.name(), () -> each.on(client));
            assertThat(Await.failure(future).kind()).as("%s after close", each).isEqualTo(ErrorKind.CLOSED);
        }
    }

    @Test
    @Tag("L2")
    @DisplayName("L2: after close a batch of nothing fails with CLOSED too")
    void emptyBatchesAfterCloseFail() throws Exception {
        StorageBackend client = openAnother("");
        for (Invocation each : Invocation.ofEmptyBatches(client)) {
            Await.done(each.on(client));
        }
        client.close();
        for (Invocation each : Invocation.ofEmptyBatches(client)) {
            CompletableFuture<?> future = Await.returns(each.name(), () -> each.on(client));
            assertThat(Await.failure(future).kind())
                    .as("%s of nothing, after close", each)
                    .isEqualTo(ErrorKind.CLOSED);
        }
    }

    @Test
    @Tag("L2")
    @DisplayName(
            "L2: after close an operation with an illegal key or prefix fails with CLOSED too, not with INVALID_KEY")
    void illegalKeysAfterCloseFail() throws Exception {
        StorageBackend client = openAnother("");
        Await.done(client.has("key"));
        client.close();
        List<Invocation> calls = new ArrayList<>(Invocation.of(client, ILLEGAL, VALUE));
        if (client.capabilities().contains(Capability.LIST)) {
            KeyQuery query = KeyQuery.prefix(ILLEGAL + "/");
            calls.add(new Invocation("listKeys", Capability.LIST, "LIST", null, all -> all.listKeys(query)));
        }
        for (Invocation each : calls) {
            CompletableFuture<?> future = Await.returns(each.name(), () -> each.on(client));
            assertThat(Await.failure(future).kind())
                    .as("%s of an illegal key or prefix, after close", each)
                    .isEqualTo(ErrorKind.CLOSED);
        }
    }

    @Test
    @Tag("L2")
    @DisplayName("L2: close ends what is under way, with its result or with CLOSED, and does not wait for the service")
    void closeEndsWhatIsUnderWay() throws Exception {
        Stalled service = stalled();
        List<CompletableFuture<?>> underWay = new ArrayList<>();
        for (Invocation each : Invocation.of(service.backend(), "key", VALUE)) {
            underWay.add(each.on(service.backend()));
        }
        awaitUnderWay(service);
        close(service.backend());
        for (CompletableFuture<?> each : underWay) {
            assertEndsWithResultOrClosed(each);
        }
        awaitNoneUnderWay(service, "after close");
    }

    @Test
    @Tag("L2")
    @DisplayName("L2: every operation that races with close ends, with its result or with CLOSED")
    void operationsRacingWithCloseEnd() throws Exception {
        for (int race = 0; race < RACES; race++) {
            StorageBackend client = openAnother("");
            Queue<CompletableFuture<?>> all = new ConcurrentLinkedQueue<>();
            CountDownLatch begun = new CountDownLatch(2 * THREADS);
            Threads.runTogether(Threads.times(1 + THREADS, thread -> {
                if (thread == 0) {
                    begun.await(Await.patience().toMillis(), TimeUnit.MILLISECONDS);
                    close(client);
                    return;
                }
                for (boolean open = true; open; begun.countDown()) {
                    CompletableFuture<?> each = thread % 2 == 0 ? client.get("key") : client.has("key");
                    all.add(each);
                    open = !each.isCompletedExceptionally() && all.size() < 1000;
                }
            }));
            for (CompletableFuture<?> each : all) {
                assertEndsWithResultOrClosed(each);
            }
        }
    }

    private static void close(StorageBackend backend) throws InterruptedException {
        Await.returns("close", () -> {
            backend.close();
            return true;
        });
    }

    private static void assertEndsWithResultOrClosed(CompletableFuture<?> future) {
        Await.until("an operation under way at close ends", future::isDone);
        if (future.isCompletedExceptionally()) {
            assertThat(Await.failure(future).kind())
                    .as("what an operation under way at close fails with")
                    .isEqualTo(ErrorKind.CLOSED);
        }
    }
}
