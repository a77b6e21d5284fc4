package im.zk.storage.rest;

import im.zk.storage.StorageBackend;
import im.zk.storage.rest.protocol.BatchAnswer;
import im.zk.storage.rest.protocol.Extensions;
import im.zk.storage.spi.AnswerTooLargeException;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.TimedWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A backend's batches: by those of the server where it takes any, by the single operations where it does not. */
final class BatchCalls {

    private final StorageBackend single;
    private final Calls calls;
    private final TimedWork work;
    private final RestErrors errors;
    private final BatchRequests requests;
    private final long maximumValueBytes;

    BatchCalls(
            StorageBackend single,
            Calls calls,
            TimedWork work,
            RestErrors errors,
            BatchRequests requests,
            RestStorageOptions options) {
        this.single = single;
        this.calls = calls;
        this.work = work;
        this.errors = errors;
        this.requests = requests;
        this.maximumValueBytes = options.maximumValueBytes();
    }

    CompletableFuture<@Nullable Void> set(Map<String, byte[]> entries) {
        Map<String, byte[]> values = new LinkedHashMap<>();
        entries.forEach(
                (key, value) -> values.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
        return inBatches(
                Operation.SET,
                List.copyOf(values.keySet()),
                () -> DefaultOperations.setBatch(single, values),
                batchBytes -> each(
                        BatchRequests.parts(values, Math.min(batchBytes, maximumValueBytes)),
                        part -> part.size() == 1
                                ? single.set(part.get(0), Objects.requireNonNull(values.get(part.get(0))))
                                : change(Operation.SET, part, () -> requests.set(part, values))));
    }

    CompletableFuture<Map<String, byte[]>> get(Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        return inBatches(Operation.GET, distinct, () -> DefaultOperations.getBatch(single, distinct), batchBytes -> {
            Map<String, byte[]> found = new ConcurrentHashMap<>();
            CompletableFuture<@Nullable Void> all = each(
                    BatchRequests.parts(distinct, batchBytes),
                    part -> part.size() == 1 ? find(part.get(0), found) : find(part, found));
            return Futures.map(all, ignored -> DefaultOperations.inOrder(distinct, found));
        });
    }

    CompletableFuture<@Nullable Void> delete(Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        return inBatches(
                Operation.DELETE,
                distinct,
                () -> DefaultOperations.deleteBatch(single, distinct),
                batchBytes -> each(
                        BatchRequests.parts(distinct, batchBytes),
                        part -> part.size() == 1
                                ? single.delete(part.get(0))
                                : change(Operation.DELETE, part, () -> requests.delete(part))));
    }

    /** A batch by the server's batches where it has any, and by the single operations where it has none. */
    private <T extends @Nullable Object> CompletableFuture<T> inBatches(
            Operation operation,
            List<String> keys,
            Supplier<CompletableFuture<T>> oneByOne,
            LongFunction<CompletableFuture<T>> batched) {
        return calls.runBatch(
                operation,
                keys,
                () -> keys.size() < 2
                        ? oneByOne.get()
                        : Futures.then(
                                extensions(operation, keys),
                                extensions ->
                                        extensions.batch() ? batched.apply(extensions.batchBytes()) : oneByOne.get()));
    }

    /** What the server can do; where it does not say so, the failure names all keys. */
    private CompletableFuture<Extensions> extensions(Operation operation, List<String> keys) {
        return Batches.inCommon(keys, calls.runBatch(operation, keys, () -> work.run(requests::extensions)));
    }

    private static CompletableFuture<@Nullable Void> each(
            List<List<String>> parts, Function<List<String>, CompletableFuture<?>> call) {
        return Batches.run(parts.iterator(), BatchRequests.CONCURRENCY, part -> part, call);
    }

    /** Sets or deletes the keys of one request, and fails for those that the service names. */
    private CompletableFuture<?> change(Operation operation, List<String> part, Callable<Map<String, String>> call) {
        return calls.runBatch(
                operation,
                part,
                () -> Futures.then(
                        work.run(call),
                        failed -> Batches.run(
                                failed.keySet().iterator(),
                                Batches.CONCURRENCY,
                                List::of,
                                key -> refused(operation, key, failed))));
    }

    /** Finds the values of one request; those that the service deferred, and those that are too large, by themselves. */
    private CompletableFuture<?> find(List<String> part, Map<String, byte[]> found) {
        return calls.runBatch(
                Operation.GET,
                part,
                () -> Futures.then(work.run(() -> answer(part)), answer -> {
                    List<String> open = new ArrayList<>(answer.deferred());
                    answer.values().forEach((key, value) -> {
                        if (value.length > maximumValueBytes) {
                            open.add(key);
                        } else {
                            found.put(key, value);
                        }
                    });
                    open.addAll(answer.failed().keySet());
                    return Batches.run(
                            open.iterator(),
                            Batches.CONCURRENCY,
                            List::of,
                            key -> answer.failed().containsKey(key)
                                    ? refused(Operation.GET, key, answer.failed())
                                    : find(key, found));
                }));
    }

    /** An answer that is larger than it may be is not read: then each of its keys is asked for by itself. */
    private BatchAnswer answer(List<String> part) throws IOException, InterruptedException {
        try {
            return requests.get(part);
        } catch (AnswerTooLargeException tooLarge) {
            return new BatchAnswer(null, null, part, Map.of());
        }
    }

    private CompletableFuture<?> find(String key, Map<String, byte[]> found) {
        return Futures.map(single.get(key), value -> {
            if (value != null) {
                found.put(key, value);
            }
            return value;
        });
    }

    private CompletableFuture<?> refused(Operation operation, String key, Map<String, String> failed) {
        return CompletableFuture.failedFuture(errors.refusedInBatch(operation, key, failed.getOrDefault(key, "")));
    }
}
