package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.StorageBackend;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads and writes of one key whose calls below end in every order that matters. */
abstract class CacheInterleavingContract extends CacheContract {

    /** What replaces the value of a key, in every way that there is. */
    enum Write {
        SET,
        DELETE,
        CLEAR,
        SET_BATCH,
        DELETE_BATCH;

        CompletableFuture<@Nullable Void> on(StorageBackend storage) {
            return switch (this) {
                case SET -> storage.set("key", NEW);
                case DELETE -> storage.delete("key");
                case CLEAR -> storage.clear();
                case SET_BATCH -> storage.setBatch(Map.of("key", NEW, "other", NEW));
                case DELETE_BATCH -> storage.deleteBatch(List.of("other", "key"));
            };
        }
    }

    /** Asserts that a read asks below, which is the call of that number. */
    private void assertAsksBelow(int call) {
        CompletableFuture<byte[]> read = cache.get("key");
        assertThat(below.calls()).hasSize(call + 1);
        below.end(call, NEW);
        assertThat(now(read)).isEqualTo(NEW);
    }

    @ParameterizedTest
    @EnumSource
    void aWriteReplacesWhatIsKept(Write kind) {
        fill(cache, "key", OLD);
        CompletableFuture<@Nullable Void> write = kind.on(cache);
        below.end(1, null);

        assertThat(write).isCompleted();
        assertAsksBelow(2);
    }

    @ParameterizedTest
    @EnumSource
    void aLoadThatAWriteOvertookIsNotKept(Write kind) {
        CompletableFuture<byte[]> load = cache.get("key");
        CompletableFuture<@Nullable Void> write = kind.on(cache);
        below.end(1, null);
        assertThat(write).isCompleted();
        below.end(0, OLD);

        assertThat(now(load)).isEqualTo(OLD);
        assertAsksBelow(2);
    }

    @ParameterizedTest
    @EnumSource
    void aLoadThatEndsDuringAWriteIsNotKept(Write kind) {
        cache.get("key");
        CompletableFuture<@Nullable Void> write = kind.on(cache);
        below.end(0, OLD);
        below.end(1, null);

        assertThat(write).isCompleted();
        assertAsksBelow(2);
    }

    @ParameterizedTest
    @EnumSource
    void aLoadThatBeginsDuringAWriteIsNotKept(Write kind) {
        kind.on(cache);
        CompletableFuture<byte[]> load = cache.get("key");
        below.end(1, OLD);
        assertThat(now(load)).isEqualTo(OLD);
        below.end(0, null);

        assertAsksBelow(2);
    }

    @ParameterizedTest
    @EnumSource
    void aLoadThatBeganDuringAWriteAndEndsAfterItIsNotKept(Write kind) {
        kind.on(cache);
        CompletableFuture<byte[]> load = cache.get("key");
        below.end(0, null);
        below.end(1, OLD);

        assertThat(now(load)).isEqualTo(OLD);
        assertAsksBelow(2);
    }

    @ParameterizedTest
    @EnumSource
    void aBatchThatAWriteOvertookIsNotKept(Write kind) {
        CompletableFuture<Map<String, byte[]>> load = cache.getBatch(List.of("key", "more"));
        CompletableFuture<@Nullable Void> write = kind.on(cache);
        below.end(1, null);
        below.end(0, Map.of("key", OLD));

        assertThat(write).isCompleted();
        assertThat(now(load)).containsOnlyKeys("key");
        assertAsksBelow(2);
    }

    @ParameterizedTest
    @EnumSource
    void aBatchThatBeginsDuringAWriteIsNotKept(Write kind) {
        kind.on(cache);
        CompletableFuture<Map<String, byte[]>> load = cache.getBatch(List.of("key", "more"));
        below.end(1, Map.of("key", OLD));
        below.end(0, null);

        assertThat(now(load)).containsOnlyKeys("key");
        assertAsksBelow(2);
    }

    @ParameterizedTest
    @EnumSource
    void aReadAfterAWriteDoesNotWaitForALoadFromBeforeIt(Write kind) {
        CompletableFuture<byte[]> before = cache.get("key");
        kind.on(cache);
        below.end(1, null);
        CompletableFuture<byte[]> after = cache.get("key");
        assertThat(below.calls()).hasSize(3);
        below.end(2, NEW);
        below.end(0, OLD);

        assertThat(now(before)).isEqualTo(OLD);
        assertThat(now(after)).isEqualTo(NEW);
        assertThat(now(cache.get("key"))).isEqualTo(NEW);
    }

    @ParameterizedTest
    @EnumSource
    void readsDuringAWriteAreCallsOfTheirOwn(Write kind) {
        kind.on(cache);
        CompletableFuture<byte[]> first = cache.get("key");
        CompletableFuture<byte[]> second = cache.get("key");
        assertThat(below.calls()).hasSize(3);
        below.end(2, NEW);
        below.end(1, OLD);

        assertThat(now(first)).isEqualTo(OLD);
        assertThat(now(second)).isEqualTo(NEW);
    }

    @ParameterizedTest
    @EnumSource
    void aWriteThatFailedMayHaveReplacedTheValue(Write kind) {
        fill(cache, "key", OLD);
        CompletableFuture<@Nullable Void> write = kind.on(cache);
        below.fail(1, ErrorKind.TIMEOUT);

        assertThat(write).isCompletedExceptionally();
        assertAsksBelow(2);
    }

    @ParameterizedTest
    @EnumSource
    void aWriteThatWasCancelledMayHaveReplacedTheValue(Write kind) {
        fill(cache, "key", OLD);
        CompletableFuture<@Nullable Void> write = kind.on(cache);
        write.cancel(true);

        assertThat(below.call(1)).isCancelled();
        assertAsksBelow(2);
    }

    @ParameterizedTest
    @EnumSource
    void aMissingKeyIsForgottenByAWrite(Write kind) {
        StorageBackend storage = newCache(below, withMissing());
        fill(storage, "key", null);
        kind.on(storage);
        below.end(1, null);

        assertThat(storage.get("key")).isNotDone();
        assertThat(storage.has("key")).isNotDone();
    }

    @Test
    void theOtherOfTwoWritesIsStillUnderWay() {
        cache.set("key", NEW);
        cache.set("key", NEW);
        below.end(0, null);
        CompletableFuture<byte[]> load = cache.get("key");
        below.end(2, OLD);
        below.end(1, null);

        assertThat(now(load)).isEqualTo(OLD);
        assertAsksBelow(3);
    }

    @Test
    @SuppressWarnings("NullAway") // a null value is part of the test
    void afterAWriteValuesAreKeptAgain() {
        assertThatThrownBy(() -> cache.set("key", null)).isInstanceOf(NullPointerException.class);
        cache.set("key", NEW);
        below.end(0, null);
        cache.clear();
        below.fail(1, ErrorKind.UNAVAILABLE);
        fill(cache, "key", NEW);

        assertThat(now(cache.get("key"))).isEqualTo(NEW);
        assertThat(below.calls()).hasSize(3);
    }

    @Test
    void writesOfOtherKeysTouchNothing() {
        fill(cache, "key", OLD);
        CompletableFuture<byte[]> load = cache.get("more");
        cache.set("another", NEW);
        below.end(1, OLD);

        assertThat(now(load)).isEqualTo(OLD);
        assertThat(now(cache.get("more"))).isEqualTo(OLD);
        assertThat(now(cache.get("key"))).isEqualTo(OLD);
    }
}
