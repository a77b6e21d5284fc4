package im.zk.storage.decorator;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Operation;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
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
    private final MirrorListing listing;

    /** A mirror of the sides that are named; it closes them when it is closed. */
    public MirrorStorageBackend(MirrorOptions options) {
        this.options = options;
        this.sides = options.sides;
        this.notes = new MirrorNotes(sides);
        this.writes = new MirrorWrites(options, notes, divergences);
        this.reads = new MirrorReads(sides, notes, queue, divergences, repairs);
        this.listing = new MirrorListing(sides, notes, reads);
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
        return calls.run(Operation.GET, key, () -> notes.whenRead(() -> reads.value(key)));
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
        return calls.run(Operation.LIST, () -> notes.whenRead(listing::keys));
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
        return calls.runBatch(Operation.GET, distinct, () -> notes.whenRead(() -> reads.values(distinct)));
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
        return calls.run(Operation.LIST, query, () -> notes.whenRead(() -> listing.page(query)));
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
                () -> notes.whenRead(() -> Futures.then(reads.mendAll(notes.keys()), done -> {
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

    /** Whether a store of any side does. */
    @Override
    public boolean retries() {
        return sides.stream().anyMatch(MirrorSide::retries);
    }

    /** Not where a side retries: another mirror in this one's place would not know what this one does, such as a repair. */
    @Override
    public StorageBackend withoutRetries() {
        for (MirrorSide side : sides) {
            if (side.retries()) {
                throw DecoratorErrors.invalid("The side " + side.name() + " of " + this + " retries by itself. Give the"
                        + " mirror withoutRetries() of its values and notes, or leave the retries to the sides.");
            }
        }
        return this;
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
                if (failed == null) {
                    failed = failure;
                } else if (failed != failure) {
                    failed.addSuppressed(failure);
                }
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

    private CompletableFuture<@Nullable Void> write(
            List<String> keys, boolean isBatch, Function<StorageBackend, CompletableFuture<@Nullable Void>> call) {
        return notes.whenRead(() -> queue.run(keys, () -> writes.begin(keys, isBatch, call)));
    }

    private KeyQueue.Work<@Nullable Void> beginClear() {
        AtomicReference<KeyQueue.@Nullable Work<@Nullable Void>> clearing = new AtomicReference<>();
        CompletableFuture<List<String>> listed = Futures.recover(
                listing.everyKey(), failure -> CompletableFuture.failedFuture(MirrorErrors.recoded(null, failure)));
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
}
