package im.zk.storage.decorator;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a cache knows: values, loads and writes under way.
 *
 * <p>A write is entered first, then drops its keys' loads and values, is then made below, and is under way until that has
 * ended. Who reads enters a load first, then asks for writes, and drops the load where there is one, before it is made
 * below. So what is kept comes from a load that no write met: nothing that a write replaced is found after it, and a load
 * that a write overtook is not kept.
 */
class CacheEntries {

    /** Kept for a key that has no value; told from an empty value by its identity. */
    static final byte[] MISSING = new byte[0];

    /** About what an entry takes beside its bytes: the node, the headers of its array and its text, a slot of the table. */
    static final int OVERHEAD = 128;

    private final CacheOptions options;
    private final CacheStatistics statistics;
    final Cache<String, byte[]> values;
    final ConcurrentMap<String, CacheLoad> loads = new ConcurrentHashMap<>();
    final ConcurrentMap<String, Integer> writes = new ConcurrentHashMap<>();
    private final AtomicInteger clears = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();

    CacheEntries(CacheOptions options, Ticker ticker) {
        this.options = options;
        this.statistics = options.statistics;
        this.values = Caffeine.newBuilder()
                .maximumWeight(options.maximumBytes)
                .weigher((String key, byte[] value) -> weight(key, value))
                .expireAfter(Expiry.writing((String key, byte[] value) ->
                        value == MISSING ? options.negativeTimeToLive : options.timeToLive))
                .removalListener((@Nullable String key, byte @Nullable [] value, RemovalCause cause) -> {
                    if (key != null && value != null) {
                        statistics.removed(weight(key, value), cause.wasEvicted());
                    }
                })
                // Caffeine's own housekeeping takes microseconds; it must not run on the common pool.
                .executor(Runnable::run)
                .ticker(ticker)
                .build();
    }

    /** The value that is kept, or {@link #MISSING}; null where nothing is kept. */
    byte @Nullable [] find(String key) {
        return values.getIfPresent(key);
    }

    /** Whether a write of a key is under way. */
    boolean isWritten(String key) {
        return changes.get() > 0 && (clears.get() > 0 || writes.containsKey(key));
    }

    /** A load, not entered yet. */
    CacheLoad newLoad(boolean joinable) {
        return new CacheLoad(joinable);
    }

    /** Enters a load, unless another of the key is under way, which is then the answer. */
    @Nullable CacheLoad enter(String key, CacheLoad load) {
        return loads.putIfAbsent(key, load);
    }

    /** Drops a load, whose value will not be kept. */
    void drop(String key, CacheLoad load) {
        loads.remove(key, load);
    }

    /** Keeps what a load gave, null being that there is no value, unless a write dropped it; tells whether it is kept. */
    boolean keep(String key, CacheLoad load, byte @Nullable [] loaded) {
        byte[] value = loaded == null ? MISSING : loaded;
        boolean wanted = value == MISSING ? options.keepsMissing() : value.length <= options.maximumValueBytes;
        boolean[] kept = {false};
        // A write drops the load before it drops the value, and waits for this where both come at once.
        loads.computeIfPresent(key, (same, current) -> {
            if (current != load) {
                return current;
            }
            if (wanted) {
                statistics.added(weight(key, value));
                values.put(key, value);
                kept[0] = true;
            }
            return null;
        });
        return kept[0];
    }

    /** Begins a write of keys. */
    void beginWrite(Collection<String> keys) {
        for (String key : keys) {
            writes.merge(key, 1, Integer::sum);
        }
        changes.incrementAndGet();
        for (String key : keys) {
            loads.remove(key);
            values.invalidate(key);
        }
    }

    /** Ends a write. */
    void endWrite(Collection<String> keys) {
        for (String key : keys) {
            writes.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
        }
        changes.decrementAndGet();
    }

    /** Begins a write of all keys. */
    void beginClear() {
        clears.incrementAndGet();
        changes.incrementAndGet();
        clear();
    }

    /** Ends a write of all keys. */
    void endClear() {
        clears.decrementAndGet();
        changes.decrementAndGet();
    }

    /** Drops everything. */
    void clear() {
        loads.clear();
        values.invalidateAll();
    }

    /** Saturates where a value, its key and the overhead are more than an int can say. */
    private static int weight(String key, byte[] value) {
        return (int) Math.min(Integer.MAX_VALUE, (long) value.length + 2L * key.length() + OVERHEAD);
    }
}
