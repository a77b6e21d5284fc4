package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Pages;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Listings of a mirror, which one side answers whole: never one that is behind for any key. */
final class MirrorListing {

    private final List<MirrorSide> sides;
    private final MirrorNotes notes;
    private final MirrorReads reads;

    MirrorListing(List<MirrorSide> sides, MirrorNotes notes, MirrorReads reads) {
        this.sides = sides;
        this.notes = notes;
        this.reads = reads;
    }

    CompletableFuture<List<String>> keys() {
        return list(side -> side.values().keys());
    }

    /** A page, whose token names the side that it goes on with. */
    CompletableFuture<KeyPage> page(KeyQuery query) {
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
    }

    /** Every key that may be on any side: those of the first side that answers, and those for which one is behind. */
    CompletableFuture<List<String>> everyKey() {
        return everyKey(0);
    }

    private CompletableFuture<List<String>> everyKey(int at) {
        CompletableFuture<List<String>> listed = Futures.map(
                Futures.call(() -> sides.get(at).values().keys()),
                keys -> Stream.concat(keys.stream(), notes.keys().stream())
                        .distinct()
                        .toList());
        return at + 1 == sides.size() ? listed : Futures.recover(listed, failure -> everyKey(at + 1));
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
        return Futures.recover(Futures.call(() -> call.apply(sides.get(at))), failure -> {
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
        if (keys.isEmpty()) {
            // It made up for what it missed since it was asked.
            return CompletableFuture.completedFuture(sides.get(0));
        }
        // One tells whether the side is there again; it would be idle to try all of them.
        CompletableFuture<@Nullable Void> mended = Futures.then(
                reads.mendAll(keys.subList(0, 1)),
                done -> notes.of(keys.get(0)) == null ? reads.mendAll(keys) : CompletableFuture.completedFuture(null));
        return Futures.map(
                mended,
                done -> sides.stream()
                        .filter(side -> !notes.isBehind(side))
                        .findFirst()
                        .orElseThrow(() -> DecoratorErrors.of(
                                        ErrorKind.UNAVAILABLE, "Every side of the mirror is behind for some key.")
                                .build()));
    }
}
