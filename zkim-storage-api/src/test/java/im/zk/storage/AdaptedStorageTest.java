package im.zk.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class AdaptedStorageTest {

    private static final byte[] VALUE = {1, 2, 3};
    private static final int LARGE = 4_000_000;
    private static final int ROUNDS = 100;

    private final Map<String, byte[]> map = new ConcurrentHashMap<>();

    private static ServiceException failure(CompletableFuture<?> future) {
        try {
            future.join();
        } catch (CompletionException failure) {
            return (ServiceException) Objects.requireNonNull(failure.getCause());
        }
        throw new AssertionError("It succeeded, but was to fail");
    }

    private static StorageBackend throwing(Exception thrown) {
        return StorageBackends.adapt(
                (key, value) -> {
                    throw thrown;
                },
                key -> {
                    throw thrown;
                },
                key -> {
                    throw thrown;
                },
                () -> {
                    throw thrown;
                });
    }

    @Test
    void fourFunctionsAreABackend() {
        try (StorageBackend storage = StorageBackends.adapt(map::put, map::get, map::remove, map::keySet)) {
            storage.set("b/key", VALUE).join();
            storage.set("a/key", VALUE).join();

            assertThat(storage.get("a/key").join()).isEqualTo(VALUE).isNotSameAs(map.get("a/key"));
            assertThat(map.get("a/key")).isNotSameAs(VALUE);
            assertThat(storage.has("missing").join()).isFalse();
            assertThat(storage.keys().join()).containsExactly("a/key", "b/key");
            storage.delete("missing").join();
            storage.delete("a/key").join();
            assertThat(map).containsOnlyKeys("b/key");
            assertThat(storage).hasToString("Adapted");
        }
    }

    @Test
    void keysThatNoBackendMadeAreLeftAlone() {
        map.put("../etc", VALUE);
        map.put("key", VALUE);
        try (StorageBackend storage = StorageBackends.adapt(map::put, map::get, map::remove, map::keySet)) {
            assertThat(storage.keys().join()).containsExactly("key");
            storage.clear().join();
        }

        assertThat(map).containsOnlyKeys("../etc");
    }

    @Test
    void whatTheStoreThrowsDecidesTheKind() {
        Map<Exception, ErrorKind> kinds = Map.of(
                new IOException("a secret"), ErrorKind.UNAVAILABLE,
                new SocketTimeoutException(), ErrorKind.TIMEOUT,
                new TimeoutException(), ErrorKind.TIMEOUT,
                new UnsupportedOperationException(), ErrorKind.UNSUPPORTED,
                new IllegalStateException(), ErrorKind.UNKNOWN);
        kinds.forEach((thrown, kind) -> {
            try (StorageBackend storage = throwing(thrown)) {
                ServiceException failure = failure(storage.get("key"));

                assertThat(failure.kind()).as(thrown.toString()).isEqualTo(kind);
                assertThat(failure.code()).isEqualTo("ADAPTED_DOWNLOAD_ERROR");
                assertThat(failure)
                        .hasCause(thrown)
                        .hasMessageContaining(thrown.getClass().getName());
                assertThat(failure.getMessage()).doesNotContain("secret");
                assertThat(failure.details()).containsEntry(ServiceException.KEY, "key");
            }
        });
    }

    @Test
    void anExceptionOfTheContractIsPassedOn() {
        ServiceException own = ServiceException.builder("OWN_ERROR", ErrorKind.CONTAINER_NOT_FOUND, "Gone.")
                .build();
        try (StorageBackend storage = throwing(own)) {
            assertThat(failure(storage.has("key"))).isSameAs(own);
            assertThat(failure(storage.keys())).isSameAs(own);
        }
    }

    @Test
    void clearRemovesTheRestWhereAKeyFails() {
        Map<String, byte[]> sorted = new TreeMap<>(Map.of("a", VALUE, "b", VALUE, "c", VALUE));
        BlockingStore.Delete delete = key -> {
            if (key.equals("b")) {
                throw new IOException("no");
            }
            sorted.remove(key);
        };
        try (StorageBackend storage =
                StorageBackends.adapt(sorted::put, sorted::get, delete, () -> List.copyOf(sorted.keySet()))) {
            ServiceException failure = failure(storage.clear());

            assertThat(failure.code()).isEqualTo("ADAPTED_CLEAR_ERROR");
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(failure.details()).containsEntry(ServiceException.FAILED_KEYS, List.of("b"));
        }

        assertThat(sorted).containsOnlyKeys("b");
    }

    @Test
    void theCallersExecutorDoesTheWorkAndStaysOpen() {
        ExecutorService one = Executors.newSingleThreadExecutor(work -> new Thread(work, "the-one"));
        try {
            BlockingStore store = BlockingStore.of(
                    map::put, key -> Thread.currentThread().getName().getBytes(UTF_8), map::remove, map::keySet);
            try (StorageBackend storage = StorageBackends.adapt(store, one)) {
                assertThat(storage.get("key").join()).asString().isEqualTo("the-one");
            }
            assertThat(one.isShutdown()).isFalse();
        } finally {
            one.shutdown();
        }
    }

    @Test
    void anArrayThatIsUsedAgainOnceItsSetIsCancelledIsNotStoredByHalves() throws Exception {
        byte[] original = new byte[LARGE];
        Arrays.fill(original, (byte) 1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] value = original.clone();
            ExecutorService one = Executors.newSingleThreadExecutor();
            CountDownLatch begun = new CountDownLatch(1);
            Executor telling = work -> one.execute(() -> {
                begun.countDown();
                work.run();
            });
            try (StorageBackend storage =
                    StorageBackends.adapt(BlockingStore.of(map::put, map::get, map::remove, map::keySet), telling)) {
                CompletableFuture<?> set = storage.set("key", value);
                assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
                set.cancel(true);
                Arrays.fill(value, (byte) 2);
            }
            one.shutdown();
            assertThat(one.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

            byte[] stored = map.get("key");
            assertThat(stored == null || Arrays.equals(stored, original))
                    .as("round %d left nothing, or what was given", round)
                    .isTrue();
        }
    }

    @Test
    void aQueryThatCannotBeUsedIsRefusedUnlessTheStoreIsClosed() {
        KeyQuery illegal = KeyQuery.prefix("a/../b");
        KeyQuery anotherKinds = KeyQuery.all().withToken("1:another kind's");
        StorageBackend storage = StorageBackends.adapt(map::put, map::get, map::remove, map::keySet);
        assertThat(failure(storage.listKeys(illegal)).kind()).isEqualTo(ErrorKind.INVALID_KEY);
        assertThat(failure(storage.listKeys(anotherKinds)).kind()).isEqualTo(ErrorKind.INVALID_CONFIG);
        storage.close();

        for (KeyQuery each : List.of(illegal, anotherKinds)) {
            assertThat(failure(storage.listKeys(each)).kind()).isEqualTo(ErrorKind.CLOSED);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // that is what is tested
    void nullFunctionsAreRefused() {
        assertThatThrownBy(() -> BlockingStore.of(map::put, null, map::remove, map::keySet))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("get");
    }
}
