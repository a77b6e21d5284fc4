package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.Capability;
import im.zk.storage.StorageBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules A1 to A3: how results and failures arrive. */
abstract class FutureContract extends FailureContract {

    private static final byte[] VALUE = {1, 2, 3};
    private static final int ROUNDS = 10;

    @Test
    @Tag("A1")
    @DisplayName("A1: null for any argument throws NullPointerException to the caller")
    @SuppressWarnings("NullAway") // null is what is tested
    void nullArguments() throws Exception {
        assertThrowsNullPointerException(
                nullCall("set(null, value)", Capability.WRITE, storage -> storage.set(null, VALUE)),
                nullCall("set(key, null)", Capability.WRITE, storage -> storage.set("key", null)),
                nullCall("get(null)", null, storage -> storage.get(null)),
                nullCall("has(null)", null, storage -> storage.has(null)),
                nullCall("delete(null)", Capability.DELETE, storage -> storage.delete(null)),
                nullCall("setBatch(null)", Capability.WRITE, storage -> storage.setBatch(null)),
                nullCall("getBatch(null)", null, storage -> storage.getBatch(null)),
                nullCall("deleteBatch(null)", Capability.DELETE, storage -> storage.deleteBatch(null)),
                nullCall("listKeys(null)", Capability.LIST, storage -> storage.listKeys(null)));
    }

    @Test
    @Tag("A1")
    @DisplayName("A1: null within a batch throws NullPointerException to the caller")
    @SuppressWarnings("NullAway") // null is what is tested
    void nullElements() throws Exception {
        List<String> keys = Arrays.asList("key", null);
        Map<String, byte[]> nullKey = Collections.singletonMap(null, VALUE);
        Map<String, byte[]> nullValue = Collections.singletonMap("key", null);
        assertThrowsNullPointerException(
                nullCall("setBatch with a null key", Capability.WRITE, storage -> storage.setBatch(nullKey)),
                nullCall("setBatch with a null value", Capability.WRITE, storage -> storage.setBatch(nullValue)),
                nullCall("getBatch with a null key", null, storage -> storage.getBatch(keys)),
                nullCall("deleteBatch with a null key", Capability.DELETE, storage -> storage.deleteBatch(keys)));
    }

    @Test
    @Tag("A1")
    @DisplayName("A1: no failure is thrown to the caller, whatever is wrong: each comes through a future")
    void failuresAreNotThrown() throws Exception {
        for (Situation situation : situations(VALUE)) {
            for (Invocation each : situation.invocations()) {
                CompletableFuture<?> future;
                try {
                    future = each.on(situation.backend());
                } catch (Throwable thrown) {
                    throw new AssertionError(situation.name() + ": " + each + " threw " + thrown, thrown);
                }
                assertThat(future).as("%s: %s", situation.name(), each).isNotNull();
                Await.bareFailure(future);
            }
        }
    }

    @Test
    @Tag("A2")
    @DisplayName("A2: a failed future fails with ServiceException itself; only join and get put a wrapper around it")
    void failuresAreBare() throws Exception {
        for (Situation situation : situations(VALUE)) {
            for (Failure each : situation.failures()) {
                assertThat(each.future().<@Nullable Object>handle((value, failure) -> failure))
                        .as("what a handler sees: %s", each.name())
                        .isCompletedWithValue(each.exception());
                assertThatThrownBy(each.future()::join)
                        .as("join: %s", each.name())
                        .isExactlyInstanceOf(CompletionException.class)
                        .cause()
                        .isSameAs(each.exception());
                assertThatThrownBy(each.future()::get)
                        .as("get: %s", each.name())
                        .isExactlyInstanceOf(ExecutionException.class)
                        .cause()
                        .isSameAs(each.exception());
            }
        }
    }

    @Test
    @Tag("A3")
    @DisplayName("A3: no call makes the thread wait that makes it")
    void callsDoNotWait() throws Exception {
        for (Invocation each : Invocation.of(storage(), "key", VALUE)) {
            int waits = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long before = Threads.waitsOfThisThread();
                CompletableFuture<?> future = each.on(storage());
                waits += Threads.waitsOfThisThread() > before ? 1 : 0;
                Await.done(future);
            }
            // A lock that somebody holds or a class that is loaded may cost a wait now and then; blocking does each
            // time.
            assertThat(waits)
                    .as("calls of %s, out of %d, in which the caller waited", each, ROUNDS)
                    .isLessThanOrEqualTo(ROUNDS / 2);
        }
    }

    @Test
    @Tag("A3")
    @DisplayName("A3: every call returns while the service does not answer")
    void callsReturnBeforeTheAnswer() throws Exception {
        Stalled service = stalled();
        for (Invocation each : Invocation.of(service.backend(), "key", VALUE)) {
            CompletableFuture<?> future = Await.returns(each.name(), () -> each.on(service.backend()));
            if (stalls(service)) {
                assertThat(future).as("what %s returned", each).isNotDone();
            }
        }
    }

    @Test
    @Tag("A3")
    @DisplayName("A3: operations end while every worker of the common pool is busy")
    void operationsDoNotNeedTheCommonPool() throws Exception {
        try (CommonPool pool = new CommonPool()) {
            pool.keepBusy();
            for (Invocation each : Invocation.of(storage(), "key", VALUE)) {
                Await.done(each.on(storage()));
            }
        }
    }

    @Test
    @Tag("A3")
    @DisplayName("A3: no worker of the common pool waits for the service")
    void theCommonPoolDoesNotWait() throws Exception {
        Stalled service = stalled();
        List<CompletableFuture<?>> underWay = new ArrayList<>();
        for (Invocation each : Invocation.of(service.backend(), "key", VALUE)) {
            underWay.add(Await.returns(each.name(), () -> each.on(service.backend())));
            awaitUnderWay(service);
            assertThat(CommonPool.foreignFrames())
                    .as("what the common pool does during %s", each)
                    .isEmpty();
        }
        underWay.forEach(each -> each.cancel(true));
    }

    private void assertThrowsNullPointerException(Invocation... calls) throws Exception {
        for (Invocation each : calls) {
            if (each.isDeclaredBy(storage())) {
                assertThatThrownBy(() -> each.on(storage())).as(each.name()).isInstanceOf(NullPointerException.class);
            }
        }
    }

    private static Invocation nullCall(
            String name, @Nullable Capability needs, Function<StorageBackend, CompletableFuture<?>> call) {
        return new Invocation(name, needs, "", null, call);
    }
}
