package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads below what the cache does not have, and lets the cache keep it. */
final class CacheReads {

    private final StorageBackend below;
    private final CacheEntries entries;
    private final CacheStatistics statistics;

    CacheReads(StorageBackend below, CacheEntries entries, CacheStatistics statistics) {
        this.below = below;
        this.entries = entries;
        this.statistics = statistics;
    }

    /** Waits for the load of the key that is under way, or begins one. */
    CompletableFuture<byte @Nullable []> load(String key) {
        while (true) {
            CacheLoad own = entries.newLoad(true);
            CompletableFuture<byte @Nullable []> first = Objects.requireNonNull(own.join());
            CacheLoad other = entries.enter(key, own);
            if (other == null) {
                begin(key, own);
                return first;
            }
            if (!other.isJoinable()) {
                return below.get(key);
            }
            CompletableFuture<byte @Nullable []> joined = other.join();
            if (joined != null) {
                return joined;
            }
            entries.drop(key, other);
        }
    }

    private void begin(String key, CacheLoad load) {
        byte[] late = entries.find(key);
        if (late != null) {
            // Another load ended between the look at the values and the entry of this one.
            entries.drop(key, load);
            load.complete(late == CacheEntries.MISSING ? null : late);
            return;
        }
        if (entries.isWritten(key)) {
            entries.drop(key, load);
        }
        statistics.loadBegan();
        CompletableFuture<byte @Nullable []> call = Futures.call(() -> below.get(key));
        load.runs(call);
        call.whenComplete((value, failure) -> {
            if (failure == null) {
                entries.keep(key, load, value);
                load.complete(value);
            } else {
                entries.drop(key, load);
                statistics.loadFailed();
                load.fail(Futures.unwrap(failure));
            }
        });
    }

    /** Reads keys in one call below, and keeps those that nobody else is loading. */
    CompletableFuture<Map<String, byte[]>> loadBatch(List<String> keys) {
        Map<String, CacheLoad> own = new HashMap<>();
        for (String key : keys) {
            CacheLoad load = entries.newLoad(false);
            if (entries.enter(key, load) == null) {
                own.put(key, load);
                if (entries.isWritten(key)) {
                    entries.drop(key, load);
                }
            }
        }
        statistics.loadBegan();
        CompletableFuture<Map<String, byte[]>> call = Futures.call(() -> below.getBatch(keys));
        CompletableFuture<Map<String, byte[]>> result = Futures.map(call, loaded -> {
            Map<String, byte[]> copies = new HashMap<>(loaded);
            own.forEach((key, load) -> {
                byte[] value = loaded.get(key);
                if (entries.keep(key, load, value) && value != null) {
                    copies.put(key, value.clone());
                }
            });
            return copies;
        });
        result.whenComplete((values, failure) -> {
            if (failure != null) {
                own.forEach(entries::drop);
                statistics.loadFailed();
            }
        });
        return result;
    }
}
