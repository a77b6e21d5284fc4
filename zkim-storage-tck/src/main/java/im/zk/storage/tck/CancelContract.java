package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.Capability;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule A4: cancelling. */
abstract class CancelContract extends Contract {

    private static final byte[] VALUE = {1, 2, 3};
    private static final int WAVES = 10;
    private static final int WAVE = 50;
    private static final int TORN_ROUNDS = 40;
    private static final int LARGE = 64 << 10;
    private static final int LONGEST_DELAY_NANOS = 2_000_000;

    @Test
    @Tag("A4")
    @DisplayName("A4: cancelling any operation ends the call under it at the service")
    void cancellingEndsTheCall() throws Exception {
        Stalled service = stalled();
        for (Invocation each : Invocation.of(service.backend(), "key", VALUE)) {
            CompletableFuture<?> future = each.on(service.backend());
            awaitUnderWay(service);
            boolean cancelled = future.cancel(true);
            assertThat(cancelled || !stalls(service))
                    .as("%s is cancelled", each)
                    .isTrue();
            if (cancelled) {
                assertThatThrownBy(future::join).as(each.name()).isInstanceOf(CancellationException.class);
            }
            awaitNoneUnderWay(service, "after " + each + " is cancelled");
        }
    }

    @Test
    @Tag("A4")
    @DisplayName("A4: cancelling a batch ends every call under way and begins no more")
    void cancellingABatchEndsAllCalls() throws Exception {
        Stalled service = stalled();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int key = 0; key < WAVE; key++) {
            entries.put("key-" + key, VALUE);
        }
        List<Invocation> batches = List.of(
                new Invocation("setBatch", Capability.WRITE, "", null, all -> all.setBatch(entries)),
                new Invocation("getBatch", null, "", null, all -> all.getBatch(entries.keySet())),
                new Invocation("deleteBatch", Capability.DELETE, "", null, all -> all.deleteBatch(entries.keySet())));
        for (Invocation each : batches) {
            if (each.isDeclaredBy(service.backend())) {
                CompletableFuture<?> future = each.on(service.backend());
                awaitUnderWay(service);
                future.cancel(true);
                awaitNoneUnderWay(service, "after " + each + " of " + WAVE + " keys is cancelled");
            }
        }
    }

    @Test
    @Tag("A4")
    @DisplayName("A4: a deadline that the caller puts on the future ends the call too")
    void aDeadlineEndsTheCall() throws Exception {
        Stalled service = stalled();
        CompletableFuture<?> future = service.backend().get("key");
        awaitUnderWay(service);
        future.orTimeout(1, TimeUnit.MILLISECONDS);
        if (stalls(service)) {
            assertThat(Await.bareFailure(future)).isInstanceOf(TimeoutException.class);
        }
        awaitNoneUnderWay(service, "after the deadline");
    }

    @Test
    @Tag("A4")
    @DisplayName("A4: cancelling one operation leaves the others alone")
    void cancellingOneLeavesOthers() throws Exception {
        Stalled service = stalled();
        CompletableFuture<?> other = service.backend().get("other");
        awaitUnderWay(service);
        CompletableFuture<?> cancelled = service.backend().get("key");
        cancelled.cancel(true);
        if (stalls(service)) {
            assertThat(other).as("the operation that was not cancelled").isNotDone();
        }
        service.release().run();
        Await.until("the operation that was not cancelled ends", other::isDone);
        assertThat(other.isCancelled()).as("the other one is cancelled too").isFalse();
    }

    @Test
    @Tag("A4")
    @DisplayName("A4: after 500 cancelled operations the backend works as before")
    void nothingIsUsedUp() throws Exception {
        prepare("key", VALUE);
        for (int wave = 0; wave < WAVES; wave++) {
            List<CompletableFuture<?>> futures = new ArrayList<>();
            for (int number = 0; number < WAVE; number++) {
                futures.add(number % 2 == 0 ? storage().get("key") : storage().has("key"));
            }
            futures.forEach(each -> each.cancel(true));
            futures.forEach(each -> assertThat(each).isDone());
        }
        assertHolds("key", VALUE);
        List<CompletableFuture<byte[]>> again = new ArrayList<>();
        for (int number = 0; number < WAVE; number++) {
            again.add(storage().get("key"));
        }
        for (CompletableFuture<byte[]> each : again) {
            assertThat(Await.done(each)).isEqualTo(VALUE);
        }
    }

    @Test
    @Tag("A4")
    @Needs(Capability.WRITE)
    @DisplayName("A4: a set that is cancelled at any moment leaves the old value or the new one, whole")
    void aCancelledSetIsWholeOrAbsent() throws Exception {
        prepare("key", NumberedValue.of(0, LARGE));
        withSeed(random -> {
            for (int round = 1; round <= TORN_ROUNDS; round++) {
                CompletableFuture<?> future = storage().set("key", NumberedValue.of(round, LARGE));
                LockSupport.parkNanos(random.nextInt(LONGEST_DELAY_NANOS));
                future.cancel(true);
                assertThat(NumberedValue.numberOf(Await.done(storage().get("key")), LARGE))
                        .as("the number of the value after round %d", round)
                        .isBetween(0, round);
            }
        });
    }
}
