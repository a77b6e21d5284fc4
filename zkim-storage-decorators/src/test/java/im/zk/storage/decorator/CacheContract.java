package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a cache promises beside the contract of storage; a mutant of the cache is put to the same tests. */
abstract class CacheContract {

    static final byte[] OLD = {1};
    static final byte[] NEW = {2, 2};
    static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
    static final Duration NEGATIVE_TIME_TO_LIVE = Duration.ofSeconds(2);

    final AtomicLong nanos = new AtomicLong();
    final ManualStorage below = new ManualStorage();
    final CacheStatistics statistics = new CacheStatistics();
    final StorageBackend cache = newCache(below, options().build());

    /** The cache over a backend, with the clock of the test. */
    abstract CachingStorageBackend newCache(StorageBackend backend, CacheOptions options);

    CacheOptions.Builder options() {
        return CacheOptions.builder().timeToLive(TIME_TO_LIVE).statistics(statistics);
    }

    CacheOptions withMissing() {
        return options().negativeTimeToLive(NEGATIVE_TIME_TO_LIVE).build();
    }

    /** The value of a future that must be complete. */
    static <T extends @Nullable Object> T now(CompletableFuture<T> future) {
        assertThat(future).as("a future that is to be complete").isDone();
        return future.join();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Reads a key below, and has its value kept. */
    void fill(StorageBackend storage, String key, byte @Nullable [] value) {
        CompletableFuture<byte[]> read = storage.get(key);
        below.last().complete(value);
        assertThat(read).isCompletedWithValueMatching(seen -> Arrays.equals(seen, value));
    }

    @Test
    void whatWasReadIsKept() {
        fill(cache, "key", OLD);

        assertThat(now(cache.get("key"))).isEqualTo(OLD);
        assertThat(now(cache.has("key"))).isTrue();
        assertThat(below.calls()).containsExactly("get key");
    }

    @Test
    void loadsOfOneKeyAreOneCall() {
        CompletableFuture<byte[]> first = cache.get("key");
        CompletableFuture<byte[]> second = cache.get("key");
        below.end(0, OLD);

        assertThat(below.calls()).containsExactly("get key");
        assertThat(now(first)).isEqualTo(OLD).isNotSameAs(now(second));
        assertThat(now(second)).isEqualTo(OLD);
    }

    @Test
    void whoGoesDoesNotCancelTheOthers() {
        CompletableFuture<byte[]> first = cache.get("key");
        CompletableFuture<byte[]> second = cache.get("key");
        first.cancel(true);

        assertThat(below.call(0)).isNotDone();
        below.end(0, OLD);
        assertThat(now(second)).isEqualTo(OLD);
    }

    @Test
    void theLastToGoCancelsTheLoad() {
        CompletableFuture<byte[]> first = cache.get("key");
        CompletableFuture<byte[]> second = cache.get("key");
        second.cancel(true);
        first.cancel(true);

        assertThat(below.call(0)).isCancelled();
        fill(cache, "key", NEW);
        assertThat(below.calls()).containsExactly("get key", "get key");
    }

    @Test
    void aFailedLoadIsNotKept() {
        CompletableFuture<byte[]> first = cache.get("key");
        CompletableFuture<byte[]> second = cache.get("key");
        ServiceException failure = below.fail(0, ErrorKind.UNAVAILABLE);

        assertThatThrownBy(first::join).isInstanceOf(CompletionException.class).hasCause(failure);
        assertThatThrownBy(second::join).isInstanceOf(CompletionException.class).hasCause(failure);
        fill(cache, "key", NEW);
        assertThat(now(cache.get("key"))).isEqualTo(NEW);
        assertThat(statistics.loadFailures()).isOne();
    }

    @Test
    void hitsGiveArraysOfTheirOwn() {
        CompletableFuture<byte[]> loaded = cache.get("key");
        below.end(0, OLD.clone());
        now(loaded)[0] = 9;
        now(cache.get("key"))[0] = 9;
        Objects.requireNonNull(now(cache.getBatch(List.of("key"))).get("key"))[0] = 9;

        assertThat(now(cache.get("key"))).isEqualTo(OLD);
    }

    @Test
    void aValueIsKeptForItsTime() {
        fill(cache, "key", OLD);
        pass(TIME_TO_LIVE.minusNanos(1));
        assertThat(now(cache.get("key"))).isEqualTo(OLD);
        pass(Duration.ofNanos(1));

        assertThat(cache.get("key")).isNotDone();
        assertThat(below.calls()).hasSize(2);
    }

    @Test
    void aMissingKeyIsNotKeptUnlessAsked() {
        fill(cache, "key", null);

        assertThat(cache.get("key")).isNotDone();
        assertThat(cache.has("key")).isNotDone();
        assertThat(below.calls()).containsExactly("get key", "get key", "has key");
    }

    @Test
    void aMissingKeyIsKeptForItsTime() {
        StorageBackend storage = newCache(below, withMissing());
        fill(storage, "key", null);
        pass(NEGATIVE_TIME_TO_LIVE.minusNanos(1));
        assertThat(now(storage.get("key"))).isNull();
        assertThat(now(storage.has("key"))).isFalse();
        assertThat(now(storage.getBatch(List.of("key")))).isEmpty();
        pass(Duration.ofNanos(1));

        assertThat(storage.has("key")).isNotDone();
        assertThat(storage.get("key")).isNotDone();
    }

    @Test
    void anEmptyValueIsNoMissingKey() {
        StorageBackend storage = newCache(below, withMissing());
        fill(storage, "key", new byte[0]);
        pass(NEGATIVE_TIME_TO_LIVE);

        assertThat(now(storage.get("key"))).isEmpty();
        assertThat(now(storage.has("key"))).isTrue();
    }

    @Test
    void theBytesAreBounded() {
        long most = 20_000;
        StorageBackend storage = newCache(
                below, options().maximumBytes(most).maximumValueBytes(2_000).build());
        for (int key = 0; key < 100; key++) {
            fill(storage, "key-" + key, new byte[1_000]);
        }
        fill(storage, "large", new byte[2_001]);

        assertThat(statistics.bytes()).isBetween(most / 2, most);
        assertThat(statistics.evictions()).isEqualTo(100 - statistics.entries());
        assertThat(storage.get("large")).as("a value over the limit of one").isNotDone();
    }

    @Test
    void aBatchReadsWhatIsNotKeptInOneCall() {
        fill(cache, "b", OLD);
        CompletableFuture<Map<String, byte[]>> batch = cache.getBatch(List.of("a", "b", "c", "d", "a"));
        assertThat(below.calls()).containsExactly("get b", "getBatch [a, c, d]");
        below.end(1, Map.of("c", NEW.clone(), "a", OLD.clone()));

        assertThat(now(batch).keySet()).containsExactly("a", "b", "c");
        Objects.requireNonNull(now(batch).get("c"))[0] = 9;
        assertThat(now(cache.get("c"))).isEqualTo(NEW);
        assertThat(now(cache.getBatch(List.of("c", "a", "b"))).keySet()).containsExactly("c", "a", "b");
        assertThat(below.calls()).hasSize(2);
        assertThatThrownBy(() -> now(batch).clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aBatchThatFailsKeepsNothingAndFailsNobodyElse() {
        CompletableFuture<Map<String, byte[]>> batch = cache.getBatch(List.of("a", "b"));
        CompletableFuture<byte[]> single = cache.get("a");
        below.fail(0, ErrorKind.UNAVAILABLE);
        below.end(1, OLD);

        assertThat(batch).isCompletedExceptionally();
        assertThat(now(single)).isEqualTo(OLD);
        assertThat(cache.getBatch(List.of("b"))).isNotDone();
    }

    @Test
    void nothingIsAnsweredAfterClose() {
        InMemoryStorage memory = new InMemoryStorage();
        StorageBackend storage = newCache(memory, withMissing());
        now(storage.set("key", OLD));
        now(storage.get("key"));
        now(storage.get("missing"));
        storage.close();

        for (CompletableFuture<?> each : List.of(
                storage.get("key"), storage.has("key"), storage.getBatch(List.of("key")), storage.get("missing"))) {
            assertThatThrownBy(each::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.CLOSED));
        }
    }

    @Test
    void theNumbersAreRight() {
        fill(cache, "key", OLD);
        now(cache.get("key"));
        now(cache.has("key"));
        CompletableFuture<byte[]> other = cache.get("other");
        cache.get("other");
        below.fail(1, ErrorKind.TIMEOUT);

        assertThat(other).isCompletedExceptionally();
        assertThat(statistics)
                .hasToString("CacheStatistics[hits 2, misses 3, loads 2, loadFailures 1, evictions 0, entries 1, bytes "
                        + (OLD.length + 2 * "key".length() + CacheEntries.OVERHEAD) + "]");
        cache.delete("key");
        assertThat(statistics.entries()).isZero();
        assertThat(statistics.bytes()).isZero();
    }

    @Test
    void whatOtherClientsWriteIsNotPromised() {
        assertThat(cache.capabilities())
                .doesNotContain(Capability.READ_AFTER_WRITE)
                .hasSize(Capability.values().length - 1);
    }
}
