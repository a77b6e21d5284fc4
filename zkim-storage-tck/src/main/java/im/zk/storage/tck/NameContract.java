package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Rule K4: each key has a name of its own in the store, and other names there are somebody else's. */
abstract class NameContract extends Contract {

    /** Families of keys that have one name under one codec or other that is not injective. */
    private static final List<List<String>> COLLISIONS = List.of(
            List.of("a/b", "a%2Fb", "a%2fb", "a%252Fb", "a\\b", "a%5Cb", "a%5cb", "a_b", "a:b", "a-b", "a|b", "a__b"),
            List.of("a//b", "a/%2Fb", "a%2F/b", "a/%2fb", "a/b", "a/%252Fb", "a%2F%2Fb", "a/%2F/b"),
            List.of("/a", "%2Fa", "a", "//a", "%2F/a", "/%2Fa", "%2F%2Fa"),
            List.of("a/", "a%2F", "a//", "a%2F/", "a/%2F"),
            List.of("%", "%25", "%2525", "%%", "%%25", "%25%"),
            List.of("A", "!a", "!A", "!!a", "a", "%41", "%61", "%21a", "^a", "_a"),
            List.of("a b", "a+b", "a%20b", "a%2Bb", "a%2520b", "a_b"),
            List.of("a.", "a%2E", "a", "a. ", "a .", "a./b", "a%2E/b"),
            List.of(".a", "%2Ea", "...", "%2E..", "%2E%2E", "%2E", "..%2E"),
            List.of("caf\u00E9", "caf%C3%A9", "caf%E9", "caf\u00C3\u00A9", "caf=C3=A9", "caf?", "caf\uFFFD"),
            List.of("\uD83D\uDE00", "%F0%9F%98\u0080".replace("\u0080", "%80"), "%ED%A0%BD%ED%B8%80", "??", "?"),
            List.of("con", "%63on", "CON", "con.", "_con", "con.txt", "%63on.txt"),
            List.of("n", "n/c", "n%", "n%/c", "n%2Fc", "n%25/c", "n.dir", "n.dir/c", "n/.value", "n/n"),
            List.of("x".repeat(250), "x".repeat(199) + "%/" + "x".repeat(51), "x".repeat(200) + "/" + "x".repeat(50)),
            List.of("x".repeat(768), "x".repeat(767), "x".repeat(767) + "y", "x".repeat(255), "x".repeat(256)),
            List.of("YQ==", "YQ", "a", "61", "0cc175b9c0f1b6a831c399e269772661"));

    @Test
    @Tag("K4")
    @DisplayName("K4: keys that have one name under a careless codec are kept apart")
    void collidingKeysAreKeptApart() throws Exception {
        for (List<String> family : families()) {
            Bulk.set(writer(), family);
            Bulk.assertHolds(storage(), family);
        }
    }

    @Test
    @Tag("K4")
    @DisplayName("K4: where one of such keys is there, the others are not")
    void oneKeyDoesNotStandForAnother() throws Exception {
        for (List<String> family : families()) {
            List<String> there = Bulk.everySecond(family, 0);
            Bulk.each(Bulk.everySecond(family, 1), writer()::delete);
            Bulk.set(writer(), there);
            Bulk.assertMissing(
                    storage(),
                    Bulk.everySecond(family, 1).stream()
                            .filter(key -> !there.contains(key))
                            .toList());
        }
    }

    @Test
    @Tag("K4")
    @Needs({Capability.WRITE, Capability.LIST})
    @DisplayName("K4: somebody else's objects in the same place are never listed")
    void foreignObjectsAreNotListed() throws Exception {
        List<String> own = List.of("a", "a/b", "%", "Z");
        ForeignObjects foreign = plant();
        Bulk.set(storage(), own);

        Bulk.assertLists(storage(), own);
        Bulk.assertSame("listKeys by 1", Bulk.pages(storage(), KeyQuery.all().withLimit(1)), own);
        assertRemain(foreign);
    }

    @Test
    @Tag("K4")
    @Needs({Capability.WRITE, Capability.CLEAR})
    @DisplayName("K4: somebody else's objects in the same place are never cleared")
    void foreignObjectsAreNotCleared() throws Exception {
        List<String> own = List.of("a", "a/b", "%", "Z");
        ForeignObjects foreign = plant();
        Bulk.set(storage(), own);
        Await.done(storage().clear());

        Bulk.assertMissing(storage(), own);
        assertRemain(foreign);
    }

    @Test
    @Tag("K4")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName("K4: no key reads, overwrites or deletes somebody else's objects")
    void foreignObjectsAreNotReached() throws Exception {
        ForeignObjects foreign = plant();
        StorageBackend storage = storage();
        for (List<String> family : families()) {
            Bulk.assertMissing(storage, family);
            Bulk.set(storage, family);
            Bulk.each(family, storage::delete);
        }

        assertRemain(foreign);
    }

    private List<List<String>> families() {
        return COLLISIONS.stream().map(family -> List.copyOf(fitting(family))).toList();
    }

    private ForeignObjects plant() throws Exception {
        ForeignObjects foreign = kit().plantForeign(namespace())
                .orElseThrow(() -> new TestAbortedException("plantForeign() gives nothing to try this on"));
        closeLater(foreign.removal());
        assertRemain(foreign);
        return foreign;
    }

    private static void assertRemain(ForeignObjects foreign) throws Exception {
        assertThat(foreign.remaining().call())
                .as("somebody else's objects")
                .containsExactlyInAnyOrderElementsOf(foreign.names());
    }
}
