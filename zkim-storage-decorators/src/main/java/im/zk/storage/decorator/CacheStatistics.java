package im.zk.storage.decorator;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a cache has done so far, and what it holds: live numbers, for a caller that keeps this object. Where several caches
 * are given one, it holds their sums. Safe for use by many threads at once.
 */
public final class CacheStatistics {

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder loadFailures = new LongAdder();
    private final LongAdder evictions = new LongAdder();
    private final LongAdder entries = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** All zero. */
    public CacheStatistics() {}

    /** Keys that were answered from the cache, by {@code get}, {@code getBatch} and {@code has}. */
    public long hits() {
        return hits.sum();
    }

    /** Keys that were not, which includes those that waited for the load of another. */
    public long misses() {
        return misses.sum();
    }

    /** Calls that were made below to fill the cache: one for a {@code get}, one for a whole {@code getBatch}. */
    public long loads() {
        return loads.sum();
    }

    /** Loads that failed or were cancelled. */
    public long loadFailures() {
        return loadFailures.sum();
    }

    /** Entries that made room for others, or whose time was over. */
    public long evictions() {
        return evictions.sum();
    }

    /** Entries now, those whose time is over included until they are cleaned away. */
    public long entries() {
        return entries.sum();
    }

    /** The bytes of the entries now: values, keys and what holds them. */
    public long bytes() {
        return bytes.sum();
    }

    /** The numbers, by name. */
    @Override
    public String toString() {
        return "CacheStatistics[hits " + hits() + ", misses " + misses() + ", loads " + loads() + ", loadFailures "
                + loadFailures() + ", evictions " + evictions() + ", entries " + entries() + ", bytes " + bytes() + "]";
    }

    void hit() {
        hits.increment();
    }

    void missed(int keys) {
        misses.add(keys);
    }

    void loadBegan() {
        loads.increment();
    }

    void loadFailed() {
        loadFailures.increment();
    }

    void added(int weight) {
        entries.increment();
        bytes.add(weight);
    }

    void removed(int weight, boolean evicted) {
        entries.decrement();
        bytes.add(-weight);
        if (evicted) {
            evictions.increment();
        }
    }
}
