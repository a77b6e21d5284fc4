package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.StorageBackend;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Threads that write keys, each its own, and threads that read them: what is read is never older than the write that had
 * ended when the read began. The state of a key is the number of its last write; an even one stores it, an odd one
 * removes the key.
 */
abstract class CacheRaceContract {

    private static final int KEYS = 2;
    private static final int READERS = 3;
    private static final int WRITES = 400;
    private static final int NONE = -1;

    private final AtomicIntegerArray begun = new AtomicIntegerArray(KEYS);
    private final AtomicIntegerArray ended = new AtomicIntegerArray(KEYS);

    abstract CachingStorageBackend newCache(StorageBackend backend, CacheOptions options);

    @Test
    void nothingThatACompletedWriteReplacedIsRead() throws Exception {
        long seed = Long.getLong("zkim.tck.seed", ThreadLocalRandom.current().nextLong());
        Duration day = Duration.ofDays(1);
        CacheStatistics statistics = new CacheStatistics();
        CacheOptions options = CacheOptions.builder()
                .timeToLive(day)
                .negativeTimeToLive(day)
                .statistics(statistics)
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(KEYS + READERS);
        try (StorageBackend cache = newCache(new StrictStorage(StrictService.create(), null), options)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int key = 0; key < KEYS; key++) {
                work.add(writer(cache, key, new Random(seed + key)));
            }
            for (int reader = 0; reader < READERS; reader++) {
                work.add(reader(cache, new Random(seed - 1 - reader)));
            }
            for (Future<Void> each : threads.invokeAll(work, 2, TimeUnit.MINUTES)) {
                assertThat(each.isCancelled()).as("out of time").isFalse();
                each.get();
            }
            assertThat(statistics.hits())
                    .as("hits, with -Dzkim.tck.seed=%d", seed)
                    .isPositive();
        } catch (Exception failure) {
            throw new AssertionError("With -Dzkim.tck.seed=" + seed, failure);
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Void> writer(StorageBackend cache, int key, Random random) {
        String name = "key-" + key;
        return () -> {
            for (int number = 1; number <= WRITES; number++) {
                begun.set(key, number);
                write(cache, name, number, random.nextBoolean());
                ended.set(key, number);
                // Nobody else writes this key.
                assertThat(numberOf(cache.get(name).join())).isEqualTo(number % 2 == 0 ? number : NONE);
            }
            return null;
        };
    }

    private static void write(StorageBackend cache, String name, int number, boolean batch) {
        if (number % 2 == 0) {
            cache.set(name, ByteBuffer.allocate(Integer.BYTES).putInt(number).array())
                    .join();
        } else if (batch) {
            cache.deleteBatch(List.of(name)).join();
        } else {
            cache.delete(name).join();
        }
    }

    private static int numberOf(byte @Nullable [] value) {
        return value == null ? NONE : ByteBuffer.wrap(value).getInt();
    }

    private Callable<Void> reader(StorageBackend cache, Random random) {
        return () -> {
            while (ended.get(0) < WRITES || ended.get(1) < WRITES) {
                int key = random.nextInt(KEYS);
                String name = "key-" + key;
                int oldest = ended.get(key);
                byte[] value = switch (random.nextInt(3)) {
                    case 0 -> cache.getBatch(List.of("more", name)).join().get(name);
                    default -> cache.get(name).join();
                };
                int newest = begun.get(key);
                boolean removed = oldest % 2 == 1 || oldest == 0 || newest > oldest;
                int seen = numberOf(value);
                assertThat(value == null ? removed : seen >= oldest && seen <= newest)
                        .as("%d was read, when the writes %d to %d were the last", seen, oldest, newest)
                        .isTrue();
            }
            return null;
        };
    }
}
