package im.zk.storage.decorator;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.Pages;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the same values in several stores. A write goes to all, and succeeds when so many of them have it as
 * {@link MirrorOptions.Builder#minimumWrites} says, all unless given. A read is answered by the first that has the key.
 *
 * <p>Where a side misses a write that another has, that is noted with the other before the writer hears of it. Until it
 * has made up for it, a side is not asked for that key, and it is brought up to date when the key is read or listed, or by
 * {@link #repair}. So what a side missed, a {@code delete} too, does not come back, also after a restart.
 *
 * <p>One mirror writes to its sides at a time; the notes of all sides must be readable when it begins.
 */
public final class MirrorStorageBackend implements StorageBackend {

    private final MirrorOptions options;
    private final List<MirrorSide> sides;
    private final Calls calls = Calls.async(new MirrorErrors());
    private final KeyQueue queue = new KeyQueue();
    private final LongAdder divergences = new LongAdder();
    private final LongAdder repairs = new LongAdder();
    private final MirrorNotes notes;
    private final MirrorWrites writes;
    private final MirrorReads reads;

    /** A mirror of the sides that are named; it closes them when it is closed. */
    public MirrorStorageBackend(MirrorOptions options) {
        this.options = options;
        this.sides = options.sides;
        this.notes = new MirrorNotes(sides);
        this.writes = new MirrorWrites(options, notes, divergences);
        this.reads = new MirrorReads(sides, notes, queue, divergences, repairs);
    }

    /** Starts a mirror. */
    public static MirrorOptions.Builder<MirrorStorageBackend> builder() {
        return new MirrorOptions.Builder<>(MirrorStorageBackend::new);
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        // A copy, for the sides are written to later, when the array may be the caller's again.
        byte[] copy = value.clone();
        return calls.run(Operation.SET, key, () -> write(List.of(key), false, side -> side.set(key, copy)));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return calls.run(
                Operation.GET,
                key,
                () -> notes.whenRead(() -> reads.<byte @Nullable []>read(
                        key, side -> side.get(key), value -> value != null, value -> value)));
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.run(
                Operation.HAS,
                key,
                () -> notes.whenRead(
                        () -> reads.<Boolean>read(key, side -> side.has(key), there -> there, value -> value != null)));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.run(Operation.DELETE, key, () -> write(List.of(key), false, side -> side.delete(key)));
    }

    /** Lists the keys before, in memory at one time, to know what a side has missed that fails. */
    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.run(Operation.CLEAR, () -> notes.whenRead(() -> queue.runAlone(this::beginClear)));
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.run(
                Operation.LIST,
                () -> notes.whenRead(() -> list(side -> side.values().keys())));
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        Map<String, byte[]> copy = new LinkedHashMap<>();
        entries.forEach((key, value) -> copy.put(Objects.requireNonNull(key, "key"), value.clone()));
        return calls.runBatch(
                Operation.SET,
                copy.keySet(),
                () -> write(List.copyOf(copy.keySet()), true, side -> side.setBatch(copy)));
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        return calls.runBatch(
                Operation.GET,
                distinct,
                () -> notes.whenRead(() -> {
                    Map<String, byte[]> found = new ConcurrentHashMap<>();
                    CompletableFuture<List<String>> rest = Futures.recover(
                            Futures.map(guarded(() -> sides.get(0).values().getBatch(clean(distinct))), values -> {
                                found.putAll(values);
                                return distinct.stream()
                                        .filter(key -> !found.containsKey(key))
                                        .toList();
                            }),
                            failure -> CompletableFuture.completedFuture(distinct));
                    CompletableFuture<@Nullable Void> all = Futures.then(rest, left -> readEach(left, found));
                    return Futures.map(all, done -> DefaultOperations.inOrder(distinct, found));
                }));
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        List<String> distinct = Batches.distinct(keys);
        return calls.runBatch(
                Operation.DELETE, distinct, () -> write(distinct, true, side -> side.deleteBatch(distinct)));
    }

    /** A listing goes on with the side that it began with. */
    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        return calls.run(
                Operation.LIST,
                query,
                () -> notes.whenRead(() -> {
                    String token = query.token();
                    if (token == null) {
                        return list(side -> page(side, query));
                    }
                    int colon = token.indexOf(':');
                    MirrorSide begun = sides.stream()
                            .filter(side -> colon > 0 && side.name().equals(token.substring(0, colon)))
                            .findFirst()
                            .orElseThrow(Pages::invalidToken);
                    return page(begun, query.withToken(token.substring(colon + 1)));
                }));
    }

    /** What all sides can do; what other clients see at once only where a write needs all sides. */
    @Override
    public Set<Capability> capabilities() {
        EnumSet<Capability> common = EnumSet.allOf(Capability.class);
        sides.forEach(side -> common.retainAll(side.values().capabilities()));
        if (options.minimumWrites < sides.size()) {
            common.remove(Capability.READ_AFTER_WRITE);
        }
        return Collections.unmodifiableSet(common);
    }

    /**
     * Brings every side up to date with the writes that it missed.
     *
     * @return completes when none is behind any more; fails where one could not be brought up to date
     */
    public CompletableFuture<@Nullable Void> repair() {
        return calls.run(
                Operation.SET,
                () -> notes.whenRead(() -> Futures.then(mendAll(notes.keys()), done -> {
                    int left = notes.keys().size();
                    return left == 0
                            ? CompletableFuture.completedFuture(null)
                            : CompletableFuture.failedFuture(DecoratorErrors.of(
                                            ErrorKind.UNAVAILABLE,
                                            "Sides of the mirror are behind for " + left + " keys.")
                                    .build());
                })));
    }

    /** How many keys were found to differ between sides so far, or were noted to. */
    public long divergences() {
        return divergences.sum();
    }

    /** How many keys were made the same on all sides again so far. */
    public long repairs() {
        return repairs.sum();
    }

    /** For how many keys a side is behind now, as far as is known: after the first operation, all. */
    public int keysBehind() {
        return notes.keys().size();
    }

    @Override
    public void close() {
        if (calls.isClosed()) {
            return;
        }
        calls.close();
        RuntimeException failed = null;
        for (StorageBackend each : sides.stream()
                .flatMap(side -> List.of(side.values(), side.notes()).stream())
                .toList()) {
            try {
                each.close();
            } catch (RuntimeException failure) {
                failed = failed == null ? failure : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    /** The sides, such as {@code Mirror[near=File[/data], far=S3[bucket/]]}. */
    @Override
    public String toString() {
        return "Mirror" + sides;
    }

    /** A call, of which nothing is thrown. */
    static <T extends @Nullable Object> CompletableFuture<T> guarded(Supplier<? extends CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException | Error thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    /** What a call that has ended failed with; null where it did not, or is under way. */
    static @Nullable Throwable failureOf(CompletableFuture<?> call) {
        Throwable[] failures = new Throwable[1];
        if (call.isCompletedExceptionally()) {
            call.whenComplete((value, failure) -> failures[0] = Futures.unwrap(failure));
        }
        return failures[0];
    }

    private CompletableFuture<@Nullable Void> write(
            List<String> keys, boolean isBatch, Function<StorageBackend, CompletableFuture<@Nullable Void>> call) {
        return notes.whenRead(() -> queue.run(keys, () -> writes.begin(keys, isBatch, call)));
    }

    private KeyQueue.Work<@Nullable Void> beginClear() {
        AtomicReference<KeyQueue.@Nullable Work<@Nullable Void>> clearing = new AtomicReference<>();
        CompletableFuture<List<String>> listed = Futures.recover(
                allKeys(0), failure -> CompletableFuture.failedFuture(MirrorErrors.recoded(null, failure)));
        CompletableFuture<@Nullable Void> outcome = Futures.then(listed, keys -> {
            KeyQueue.Work<@Nullable Void> begun = writes.begin(keys, false, StorageBackend::clear);
            clearing.set(begun);
            return begun.outcome();
        });
        return new KeyQueue.Work<>(outcome, () -> {
            listed.cancel(true);
            KeyQueue.Work<@Nullable Void> begun = clearing.get();
            if (begun != null) {
                begun.cancel().run();
            }
        });
    }

    /** Every key that may be on any side: those of the first side that answers, and those for which one is behind. */
    private CompletableFuture<List<String>> allKeys(int at) {
        CompletableFuture<List<String>> listed = Futures.map(
                guarded(() -> sides.get(at).values().keys()),
                keys -> Stream.concat(keys.stream(), notes.keys().stream())
                        .distinct()
                        .toList());
        return at + 1 == sides.size() ? listed : Futures.recover(listed, failure -> allKeys(at + 1));
    }

    /** The keys for which no side is behind. */
    private List<String> clean(List<String> keys) {
        return keys.stream().filter(key -> notes.of(key) == null).toList();
    }

    private CompletableFuture<@Nullable Void> readEach(List<String> keys, Map<String, byte[]> found) {
        return Batches.run(
                keys.iterator(),
                Batches.CONCURRENCY,
                List::of,
                key -> Futures.map(
                        reads.<byte @Nullable []>read(
                                key, side -> side.get(key), value -> value != null, value -> value),
                        value -> {
                            if (value != null) {
                                found.put(key, value);
                            }
                            return value;
                        }));
    }

    private static CompletableFuture<KeyPage> page(MirrorSide side, KeyQuery query) {
        return Futures.map(side.values().listKeys(query), page -> {
            String next = page.nextToken();
            return new KeyPage(page.keys(), next == null ? null : side.name() + ":" + next);
        });
    }

    /** Lists on the first side that answers, of those that are not behind. */
    private <T> CompletableFuture<T> list(Function<MirrorSide, CompletableFuture<T>> call) {
        return Futures.then(settled(), first -> listFrom(sides.indexOf(first), call));
    }

    private <T> CompletableFuture<T> listFrom(int at, Function<MirrorSide, CompletableFuture<T>> call) {
        return Futures.recover(guarded(() -> call.apply(sides.get(at))), failure -> {
            for (int next = at + 1; next < sides.size(); next++) {
                if (!notes.isBehind(sides.get(next))) {
                    return listFrom(next, call);
                }
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    /** The first side that is not behind, after those before it were given the chance to make up for what they missed. */
    private CompletableFuture<MirrorSide> settled() {
        if (!notes.isBehind(sides.get(0))) {
            return CompletableFuture.completedFuture(sides.get(0));
        }
        List<String> keys = notes.keys();
        // One tells whether the side is there again; it would be idle to try all of them.
        CompletableFuture<@Nullable Void> mended = Futures.then(
                mendAll(keys.subList(0, 1)),
                done -> notes.of(keys.get(0)) == null ? mendAll(keys) : CompletableFuture.completedFuture(null));
        return Futures.map(
                mended,
                done -> sides.stream()
                        .filter(side -> !notes.isBehind(side))
                        .findFirst()
                        .orElseThrow(() -> DecoratorErrors.of(
                                        ErrorKind.UNAVAILABLE, "Every side of the mirror is behind for some key.")
                                .build()));
    }

    /** Mends keys, and leaves those that cannot be mended as they are. */
    private CompletableFuture<@Nullable Void> mendAll(List<String> keys) {
        return Batches.run(
                keys.iterator(),
                Batches.CONCURRENCY,
                List::of,
                key -> Futures.recover(reads.mend(key), failure -> CompletableFuture.completedFuture(null)));
    }
}
