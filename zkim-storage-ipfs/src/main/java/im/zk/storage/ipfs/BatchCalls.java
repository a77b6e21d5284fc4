package im.zk.storage.ipfs;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Operation;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A backend's batches: many values in one request, and many keys removed together. */
final class BatchCalls {

    /** Up to so many keys, deleting each by itself is as good. */
    private static final int FEW_KEYS = 100;

    private final StorageBackend single;
    private final Calls calls;
    private final NodeWork work;
    private final IpfsErrors errors;
    private final ValueWriter writer;
    private final KeyDirectory directory;
    private final RemotePins pins;
    private final KeyLocks locks;
    private final Trash trash;
    private final long maximumValueBytes;

    BatchCalls(
            StorageBackend single,
            Calls calls,
            NodeWork work,
            IpfsErrors errors,
            ValueWriter writer,
            KeyDirectory directory,
            RemotePins pins,
            KeyLocks locks,
            Trash trash,
            long maximumValueBytes) {
        this.single = single;
        this.calls = calls;
        this.work = work;
        this.errors = errors;
        this.writer = writer;
        this.directory = directory;
        this.pins = pins;
        this.locks = locks;
        this.trash = trash;
        this.maximumValueBytes = maximumValueBytes;
    }

    CompletableFuture<@Nullable Void> set(Map<String, byte[]> entries) {
        Map<String, byte[]> values = new LinkedHashMap<>();
        entries.forEach(
                (key, value) -> values.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
        return calls.runBatch(
                Operation.SET,
                List.copyOf(values.keySet()),
                () -> Batches.run(
                        SetBatch.parts(values, maximumValueBytes).iterator(),
                        SetBatch.CONCURRENCY,
                        keys -> keys,
                        keys -> setSome(keys, values)));
    }

    CompletableFuture<@Nullable Void> delete(Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        if (distinct.size() <= FEW_KEYS) {
            return DefaultOperations.deleteBatch(single, distinct);
        }
        return calls.runBatch(
                Operation.DELETE,
                distinct,
                () -> Futures.then(removed(distinct), failures -> failEach(Operation.DELETE, failures)));
    }

    /** What went wrong, by key; where all of it did, the failure names all keys. */
    private CompletableFuture<Map<String, Exception>> removed(List<String> keys) {
        return Batches.inCommon(
                keys, calls.runBatch(Operation.DELETE, keys, () -> work.run(() -> deleteMany(Set.copyOf(keys)))));
    }

    /** Values that are small enough go together; a large one, and a single one, go by themselves. */
    private CompletableFuture<?> setSome(List<String> keys, Map<String, byte[]> values) {
        if (keys.size() == 1) {
            return single.set(keys.get(0), Objects.requireNonNull(values.get(keys.get(0))));
        }
        return calls.runBatch(
                Operation.SET,
                keys,
                () -> Futures.then(
                        work.run(() -> {
                            SetBatch batch = new SetBatch(writer, pins, directory);
                            locks.withAll(keys, () -> batch.write(keys, values));
                            return batch.failures();
                        }),
                        failures -> failEach(Operation.SET, failures)));
    }

    private Map<String, Exception> deleteMany(Set<String> keys) throws IOException, InterruptedException {
        Map<String, Exception> failures = new LinkedHashMap<>(trash.discard(keys::contains));
        for (String key : keys) {
            if (!failures.containsKey(key)) {
                try {
                    pins.remove(directory.pathOf(key), null);
                } catch (IOException | RuntimeException failure) {
                    failures.put(key, failure);
                }
            }
        }
        return failures;
    }

    /** The failure of a batch of which the rest is done. */
    private CompletableFuture<@Nullable Void> failEach(Operation operation, Map<String, Exception> failures) {
        return Batches.run(
                failures.entrySet().iterator(),
                Batches.CONCURRENCY,
                failure -> List.of(failure.getKey()),
                failure -> CompletableFuture.failedFuture(
                        errors.translate(operation, failure.getKey(), failure.getValue())));
    }
}
