package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to all sides of a mirror: who missed one is noted before the writer hears how it went. */
final class MirrorWrites {

    private static final Logger LOGGER = LoggerFactory.getLogger(MirrorStorageBackend.class);

    private final List<MirrorSide> sides;
    private final int minimum;
    private final MirrorNotes notes;
    private final LongAdder divergences;

    MirrorWrites(MirrorOptions options, MirrorNotes notes, LongAdder divergences) {
        this.sides = options.sides;
        this.minimum = options.minimumWrites;
        this.notes = notes;
        this.divergences = divergences;
    }

    /**
     * Begins a write of keys, whose turn it is. Cancelling ends its calls; what they did is noted all the same.
     *
     * @param isBatch whether a failure is to name the keys that failed
     */
    KeyQueue.Work<@Nullable Void> begin(
            Collection<String> keys,
            boolean isBatch,
            Function<StorageBackend, CompletableFuture<@Nullable Void>> call) {
        List<CompletableFuture<@Nullable Void>> calls = new ArrayList<>();
        for (MirrorSide side : sides) {
            calls.add(Futures.call(() -> call.apply(side.values())));
        }
        CompletableFuture<@Nullable Void> ended =
                CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).handle((value, failure) -> null);
        CompletableFuture<@Nullable Void> outcome =
                Futures.then(ended, done -> settle(List.copyOf(keys), isBatch, calls));
        return new KeyQueue.Work<>(outcome, () -> calls.forEach(each -> each.cancel(true)));
    }

    private CompletableFuture<@Nullable Void> settle(
            List<String> keys, boolean isBatch, List<CompletableFuture<@Nullable Void>> calls) {
        Map<String, Set<String>> behind = new LinkedHashMap<>();
        List<Throwable> failures = new ArrayList<>();
        for (int side = 0; side < calls.size(); side++) {
            Throwable failure = MirrorErrors.failureOf(calls.get(side));
            if (failure != null) {
                failures.add(failure);
                for (String key : missed(keys, failure)) {
                    behind.computeIfAbsent(key, any -> new LinkedHashSet<>())
                            .add(sides.get(side).name());
                }
            }
        }
        if (failures.isEmpty()) {
            return notes.remove(keys);
        }
        // Where no side has a write, none is behind another: nothing is known then, and nothing noted.
        Map<String, Set<String>> noted = new LinkedHashMap<>(behind);
        noted.values().removeIf(names -> names.size() == sides.size());
        if (!noted.isEmpty()) {
            divergences.add(noted.size());
            LOGGER.warn("A write of {} keys was missed by a side, and noted: {}", noted.size(), show(noted));
        }
        List<String> written =
                keys.stream().filter(key -> !behind.containsKey(key)).toList();
        List<String> failed = behind.entrySet().stream()
                .filter(entry -> sides.size() - entry.getValue().size() < minimum)
                .map(Map.Entry::getKey)
                .toList();
        boolean enough = keys.isEmpty() ? calls.size() - failures.size() >= minimum : failed.isEmpty();
        return Futures.then(
                notes.remove(written),
                removed -> noteThen(noted, () -> {
                    Throwable first = failures.get(0);
                    return enough
                            ? CompletableFuture.completedFuture(null)
                            : CompletableFuture.failedFuture(isBatch ? batchFailure(first, failed) : first);
                }));
    }

    /** A write that cannot be noted has failed, however many sides have it: it could be undone unseen. */
    private CompletableFuture<@Nullable Void> noteThen(
            Map<String, Set<String>> noted, Supplier<CompletableFuture<@Nullable Void>> end) {
        if (noted.isEmpty()) {
            return end.get();
        }
        return Futures.then(
                Futures.recover(notes.add(noted), failure -> {
                    String message = "A side missed the write, and that could not be noted on another.";
                    ErrorKind kind = failure instanceof ServiceException known ? known.kind() : ErrorKind.UNKNOWN;
                    throw DecoratorErrors.of(kind, message)
                            .failedKeys(noted.keySet())
                            .cause(failure)
                            .build();
                }),
                done -> end.get());
    }

    private static Collection<String> missed(List<String> keys, Throwable failure) {
        Collection<String> named = failure instanceof ServiceException known ? DecoratorErrors.failedKeys(known) : null;
        return named == null
                ? keys
                : keys.stream().filter(Set.copyOf(named)::contains).toList();
    }

    private static Throwable batchFailure(Throwable first, List<String> failed) {
        if (!(first instanceof ServiceException known)) {
            return first;
        }
        String message = "Failed for " + failed.size() + " keys, the first reason: " + known.getMessage();
        return DecoratorErrors.inOtherWords(known, message)
                .failedKeys(failed)
                .detailsOf(known)
                .build();
    }

    private static String show(Map<String, Set<String>> noted) {
        Map.Entry<String, Set<String>> first = noted.entrySet().iterator().next();
        return first.getValue() + " of " + Keys.quote(first.getKey()) + (noted.size() > 1 ? " …" : "");
    }
}
