package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from the sides of a mirror, and the repair of what is found to differ. */
final class MirrorReads {

    private static final Logger LOGGER = LoggerFactory.getLogger(MirrorStorageBackend.class);

    private final List<MirrorSide> sides;
    private final MirrorNotes notes;
    private final KeyQueue queue;
    private final LongAdder divergences;
    private final LongAdder repairs;

    MirrorReads(List<MirrorSide> sides, MirrorNotes notes, KeyQueue queue, LongAdder divergences, LongAdder repairs) {
        this.sides = sides;
        this.notes = notes;
        this.queue = queue;
        this.divergences = divergences;
        this.repairs = repairs;
    }

    /**
     * Asks the first side. Where that says that the key is missing, or fails, and so whenever sides may differ, the
     * others are asked too, in the key's turn where anything is being done to it.
     */
    <T extends @Nullable Object> CompletableFuture<T> read(
            String key,
            Function<StorageBackend, CompletableFuture<T>> call,
            Predicate<T> isThere,
            Function<byte @Nullable [], T> ofMended) {
        if (notes.of(key) != null) {
            return mended(key, ofMended);
        }
        return ask(0, key, call, isThere, ofMended, new ArrayList<>(), null);
    }

    CompletableFuture<byte @Nullable []> value(String key) {
        return this.<byte @Nullable []>read(key, side -> side.get(key), value -> value != null, value -> value);
    }

    /** Those for which no side is behind are asked of the first side at once; what that does not give, one by one. */
    CompletableFuture<Map<String, byte[]>> values(List<String> keys) {
        List<String> settled =
                keys.stream().filter(key -> notes.of(key) == null).toList();
        Map<String, byte[]> found = new ConcurrentHashMap<>();
        CompletableFuture<List<String>> rest = Futures.recover(
                Futures.map(Futures.call(() -> sides.get(0).values().getBatch(settled)), values -> {
                    found.putAll(values);
                    return keys.stream().filter(key -> !found.containsKey(key)).toList();
                }),
                failure -> CompletableFuture.completedFuture(keys));
        CompletableFuture<@Nullable Void> all = Futures.then(
                rest,
                left -> each(
                        left,
                        key -> Futures.map(value(key), value -> {
                            if (value != null) {
                                found.put(key, value);
                            }
                            return value;
                        })));
        return Futures.map(all, done -> DefaultOperations.inOrder(keys, found));
    }

    private <T extends @Nullable Object> CompletableFuture<T> ask(
            int at,
            String key,
            Function<StorageBackend, CompletableFuture<T>> call,
            Predicate<T> isThere,
            Function<byte @Nullable [], T> ofMended,
            List<Throwable> failures,
            @Nullable CompletableFuture<T> missing) {
        if (at == sides.size()) {
            return missing != null ? missing : CompletableFuture.failedFuture(first(failures));
        }
        if (at > 0
                && (queue.isBusy(key)
                        || notes.of(key) != null
                        || failures.stream().anyMatch(MirrorReads::isCorrupted))) {
            return mended(key, ofMended);
        }
        CompletableFuture<T> answer =
                Futures.call(() -> call.apply(sides.get(at).values()));
        if (at == 0 && MirrorErrors.failureOf(answer) == null && answer.isDone() && isThere.test(answer.join())) {
            return answer;
        }
        return Futures.then(told(answer), told -> {
            if (told.failure != null) {
                failures.add(told.failure);
                return ask(at + 1, key, call, isThere, ofMended, failures, missing);
            }
            if (!isThere.test(told.value)) {
                return ask(at + 1, key, call, isThere, ofMended, failures, missing == null ? told.call : missing);
            }
            // A side before this one says that the key is missing.
            return missing == null ? told.call : mended(key, ofMended);
        });
    }

    /** The answer that follows from the value; a failure is not that of the call that was asked for, and gets its own code. */
    private <T extends @Nullable Object> CompletableFuture<T> mended(
            String key, Function<byte @Nullable [], T> ofMended) {
        return Futures.recover(
                Futures.map(mend(key), value -> ofMended.apply(value)),
                failure -> CompletableFuture.failedFuture(MirrorErrors.recoded(key, failure)));
    }

    /** How a call ended, as a value; cancelling it cancels the call. */
    private static <T extends @Nullable Object> CompletableFuture<Answer<T>> told(CompletableFuture<T> call) {
        return Futures.recover(
                Futures.map(call, value -> new Answer<>(value, null, call)),
                failure -> CompletableFuture.completedFuture(new Answer<>(null, failure, call)));
    }

    /**
     * In the key's turn: the value that is right, after what can be repaired was. Cancelling ends the search alone: once a
     * repair has begun, the turn is over when its writes are, for they would undo what is written in the next one.
     */
    CompletableFuture<byte @Nullable []> mend(String key) {
        return queue.run(List.of(key), () -> {
            MirrorNote note = notes.of(key);
            Set<String> behind = note == null ? Set.of() : note.behind();
            CompletableFuture<Found<byte[]>> search =
                    find(0, key, behind, new ArrayList<>(behind), new ArrayList<>(), false);
            CompletableFuture<byte @Nullable []> repaired =
                    Futures.then(search, found -> repair(key, found.value, behind, found.lacking));
            return new KeyQueue.Work<>(repaired, () -> search.cancel(true));
        });
    }

    /** Mends keys, and leaves those that cannot be mended as they are. */
    CompletableFuture<@Nullable Void> mendAll(List<String> keys) {
        return each(keys, key -> Futures.recover(mend(key), failure -> CompletableFuture.completedFuture(null)));
    }

    private static CompletableFuture<@Nullable Void> each(
            List<String> keys, Function<String, CompletableFuture<?>> call) {
        return Batches.run(keys.iterator(), Batches.CONCURRENCY, List::of, call);
    }

    /** Looks for the value on the sides that are not behind; those that lack it are to get it. */
    private CompletableFuture<Found<byte[]>> find(
            int at, String key, Set<String> behind, List<String> lacking, List<Throwable> failures, boolean isMissing) {
        if (at == sides.size()) {
            if (isMissing && failures.stream().noneMatch(MirrorReads::isCorrupted)) {
                return CompletableFuture.completedFuture(new Found<>(null, List.copyOf(behind)));
            }
            return CompletableFuture.failedFuture(first(failures));
        }
        MirrorSide side = sides.get(at);
        if (behind.contains(side.name())) {
            return find(at + 1, key, behind, lacking, failures, isMissing);
        }
        CompletableFuture<byte @Nullable []> answer =
                Futures.call(() -> side.values().get(key));
        return Futures.then(told(answer), told -> {
            if (told.failure == null && told.value != null) {
                return CompletableFuture.completedFuture(new Found<>(told.value, lacking));
            }
            if (told.failure != null) {
                failures.add(told.failure);
            }
            if (told.failure == null || isCorrupted(told.failure)) {
                lacking.add(side.name());
            }
            return find(at + 1, key, behind, lacking, failures, isMissing || told.failure == null);
        });
    }

    /** Gives the value to the sides that lack it, or takes it from them where there is none. */
    private CompletableFuture<byte @Nullable []> repair(
            String key, byte @Nullable [] value, Set<String> behind, List<String> lacking) {
        if (lacking.isEmpty()) {
            return CompletableFuture.completedFuture(value);
        }
        if (behind.isEmpty()) {
            divergences.increment();
            LOGGER.warn("Sides {} lack the value of {} that another has", lacking, Keys.quote(key));
        }
        List<CompletableFuture<Boolean>> ends = new ArrayList<>();
        for (MirrorSide side : sides) {
            if (lacking.contains(side.name())) {
                StorageBackend store = side.values();
                ends.add(Futures.call(() -> value == null ? store.delete(key) : store.set(key, value))
                        .handle((done, failure) -> failure == null));
            }
        }
        return Futures.then(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)), done -> {
            if (!ends.stream().allMatch(CompletableFuture::join)) {
                LOGGER.warn("Not all of the sides {} could be repaired for {}", lacking, Keys.quote(key));
                return CompletableFuture.completedFuture(value);
            }
            repairs.increment();
            return Futures.map(notes.remove(List.of(key)), removed -> value);
        });
    }

    private static boolean isCorrupted(Throwable failure) {
        return failure instanceof ServiceException known && known.kind() == ErrorKind.CORRUPTED;
    }

    /** What all failed with: corruption first, for it is the one that does not pass. */
    private static Throwable first(List<Throwable> failures) {
        return failures.stream()
                .filter(MirrorReads::isCorrupted)
                .findFirst()
                .orElseGet(() -> Objects.requireNonNull(failures.get(0)));
    }

    private record Answer<T extends @Nullable Object>(
            @Nullable T value, @Nullable Throwable failure, CompletableFuture<T> call) {}

    /** What a search came to: the value, or null where there is none, and which sides are to be given it. */
    private record Found<T>(@Nullable T value, List<String> lacking) {}
}
