package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.spi.Futures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The notes of a mirror: all of them in memory, read before the first operation, and each on the sides that know it. */
final class MirrorNotes {

    private final List<MirrorSide> sides;
    private final ConcurrentMap<String, MirrorNote> notes = new ConcurrentHashMap<>();
    private final AtomicLong lastNumber = new AtomicLong();
    private @Nullable CompletableFuture<@Nullable Void> reading;

    MirrorNotes(List<MirrorSide> sides) {
        this.sides = sides;
    }

    /** Runs an operation once all notes are read; fails as the reading does, which the next operation tries again. */
    <T extends @Nullable Object> CompletableFuture<T> whenRead(Supplier<CompletableFuture<T>> operation) {
        CompletableFuture<@Nullable Void> read = reading();
        if (read.isDone() && !read.isCompletedExceptionally()) {
            return operation.get();
        }
        // A copy, for cancelling one operation must not cancel what others wait for.
        return Futures.then(read.copy(), done -> operation.get());
    }

    /** The note of a key, if a side is behind. */
    @Nullable MirrorNote of(String key) {
        return notes.get(key);
    }

    /** Whether a side missed the last write of any key. */
    boolean isBehind(MirrorSide side) {
        return notes.values().stream().anyMatch(note -> note.behind().contains(side.name()));
    }

    /** The keys for which a side is behind. */
    List<String> keys() {
        return List.copyOf(notes.keySet());
    }

    /**
     * Notes who missed the last write of keys: in memory at once, and on the sides that did not miss it.
     *
     * @return completes when each note is on one side at least; fails where one is on none
     */
    CompletableFuture<@Nullable Void> add(Map<String, Set<String>> behindByKey) {
        Map<String, MirrorNote> added = new LinkedHashMap<>();
        behindByKey.forEach((key, behind) -> {
            MirrorNote note = new MirrorNote(key, lastNumber.incrementAndGet(), behind);
            added.put(key, note);
            notes.put(key, note);
        });
        Set<String> kept = ConcurrentHashMap.newKeySet();
        return Futures.then(
                each(side -> {
                    Map<String, byte[]> own = added.values().stream()
                            .filter(note -> !note.behind().contains(side.name()))
                            .collect(Collectors.toMap(note -> MirrorNote.name(note.key()), MirrorNote::toBytes));
                    return Futures.map(side.notes().setBatch(own), done -> kept.addAll(own.keySet()));
                }),
                failure -> {
                    boolean all = added.keySet().stream().map(MirrorNote::name).allMatch(kept::contains);
                    return all || failure == null
                            ? CompletableFuture.completedFuture(null)
                            : CompletableFuture.failedFuture(failure);
                });
    }

    /** Forgets the notes of keys: a note that stays on a side does no harm, for that side has what it speaks of. */
    CompletableFuture<@Nullable Void> remove(Collection<String> keys) {
        List<String> noted = keys.stream().filter(notes::containsKey).toList();
        if (noted.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<String> names = noted.stream().map(MirrorNote::name).toList();
        return Futures.map(each(side -> side.notes().deleteBatch(names)), failure -> {
            noted.forEach(notes::remove);
            return null;
        });
    }

    private synchronized CompletableFuture<@Nullable Void> reading() {
        CompletableFuture<@Nullable Void> known = reading;
        if (known == null || known.isCompletedExceptionally()) {
            known = Futures.then(
                    each(side -> Futures.then(side.notes().keys(), names -> read(side, names))),
                    failure -> failure == null
                            ? CompletableFuture.completedFuture(null)
                            : CompletableFuture.failedFuture(failure));
            reading = known;
        }
        return known;
    }

    private CompletableFuture<@Nullable Void> read(MirrorSide side, List<String> names) {
        return Futures.map(side.notes().getBatch(names), found -> {
            found.forEach((name, stored) -> {
                MirrorNote note = MirrorNote.of(stored);
                if (note == null || !MirrorNote.name(note.key()).equals(name)) {
                    throw DecoratorErrors.of(
                                    ErrorKind.CORRUPTED,
                                    "A note of the mirror's side " + side.name() + " cannot be read.")
                            .key(name)
                            .build();
                }
                lastNumber.accumulateAndGet(note.number(), Math::max);
                notes.merge(note.key(), note, (one, other) -> one.number() > other.number() ? one : other);
            });
            return null;
        });
    }

    /** Makes a call on every side and waits for all; gives the first failure, or null. */
    private CompletableFuture<@Nullable Throwable> each(Function<MirrorSide, CompletableFuture<?>> call) {
        List<CompletableFuture<@Nullable Throwable>> ends = new ArrayList<>();
        for (MirrorSide side : sides) {
            ends.add(Futures.call(() -> call.apply(side))
                    .handle((value, failure) -> failure == null ? null : Futures.unwrap(failure)));
        }
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).thenApply(done -> {
            for (CompletableFuture<@Nullable Throwable> end : ends) {
                if (end.join() != null) {
                    return end.join();
                }
            }
            return null;
        });
    }
}
