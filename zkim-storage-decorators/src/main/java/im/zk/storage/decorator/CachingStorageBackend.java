package im.zk.storage.decorator;

import com.github.benmanes.caffeine.cache.Ticker;
import im.zk.storage.Capability;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Pending;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps values that were read, up to a number of bytes and for a time. Once a write through it has completed, nothing that
 * it replaced is read; while one is under way, its keys are read below, each by itself.
 *
 * <p>What others write is seen when the time to live of what is kept is over, and so is a write that failed or was
 * cancelled here and takes effect later. Listings are not kept.
 */
class CachingStorageBackend extends LayerStorageBackend {

    private final CacheEntries entries;
    private final CacheReads reads;
    private final CacheStatistics statistics;

    CachingStorageBackend(StorageBackend delegate, CacheOptions options) {
        this(delegate, options, new CacheEntries(options, Ticker.systemTicker()));
    }

    /** With entries that a test made, to have another clock or to be broken. */
    CachingStorageBackend(StorageBackend delegate, CacheOptions options, CacheEntries entries) {
        super(delegate);
        this.entries = entries;
        this.statistics = options.statistics;
        this.reads = new CacheReads(delegate, entries, statistics);
    }

    @Override
    Layer layer() {
        return Layer.CACHE;
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(key, "key");
        return write(List.of(key), () -> super.set(key, value));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        byte[] known = find(Objects.requireNonNull(key, "key"));
        if (known != null) {
            statistics.hit();
            return CompletableFuture.completedFuture(copy(known));
        }
        statistics.missed(1);
        return isClosed() || entries.isWritten(key) ? super.get(key) : reads.load(key);
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        byte[] known = find(Objects.requireNonNull(key, "key"));
        if (known != null) {
            statistics.hit();
            return CompletableFuture.completedFuture(known != CacheEntries.MISSING);
        }
        statistics.missed(1);
        return super.has(key);
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        Objects.requireNonNull(key, "key");
        return write(List.of(key), () -> super.delete(key));
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        entries.beginClear();
        return whenEnded(super::clear, entries::endClear);
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> all) {
        return write(List.copyOf(all.keySet()), () -> super.setBatch(all));
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        if (isClosed()) {
            return super.getBatch(distinct);
        }
        Map<String, byte[]> found = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String key : distinct) {
            byte[] known = find(key);
            if (known == null) {
                unknown.add(key);
            } else {
                statistics.hit();
                if (known != CacheEntries.MISSING) {
                    found.put(key, known.clone());
                }
            }
        }
        if (unknown.isEmpty()) {
            return CompletableFuture.completedFuture(DefaultOperations.inOrder(distinct, found));
        }
        statistics.missed(unknown.size());
        return Futures.map(reads.loadBatch(unknown), loaded -> {
            found.putAll(loaded);
            return DefaultOperations.inOrder(distinct, found);
        });
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        return write(distinct, () -> super.deleteBatch(distinct));
    }

    /** Those of the delegate, but for what other clients write: that is seen in time, not at once. */
    @Override
    public Set<Capability> capabilities() {
        EnumSet<Capability> left = EnumSet.noneOf(Capability.class);
        left.addAll(super.capabilities());
        left.remove(Capability.READ_AFTER_WRITE);
        return Collections.unmodifiableSet(left);
    }

    @Override
    void end() {
        entries.clear();
    }

    /** What is kept, unless this is closed. */
    byte @Nullable [] find(String key) {
        return isClosed() ? null : entries.find(key);
    }

    /** An array of the caller's own. */
    byte @Nullable [] copy(byte[] known) {
        return known == CacheEntries.MISSING ? null : known.clone();
    }

    private CompletableFuture<@Nullable Void> write(
            Collection<String> keys, Supplier<CompletableFuture<@Nullable Void>> write) {
        entries.beginWrite(keys);
        return whenEnded(write, () -> entries.endWrite(keys));
    }

    /** Runs something when a call has ended, before the caller's future completes; also where it throws. */
    private static CompletableFuture<@Nullable Void> whenEnded(
            Supplier<CompletableFuture<@Nullable Void>> write, Runnable end) {
        CompletableFuture<@Nullable Void> work;
        try {
            work = write.get();
        } catch (RuntimeException | Error thrown) {
            end.run();
            throw thrown;
        }
        Pending<@Nullable Void> result = new Pending<>();
        result.runs(work);
        work.whenComplete((value, failure) -> {
            end.run();
            result.end(null, failure);
        });
        return result;
    }
}
