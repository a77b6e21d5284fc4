package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule K5: two namespaces of one store have nothing in common, not even where one's name begins with the other's. */
abstract class NamespaceContract extends Contract {

    private static final byte[] OURS = {1};
    private static final byte[] THEIRS = {2};

    @Test
    @Tag("K5")
    @Needs(Capability.WRITE)
    @DisplayName("K5: one key has a value of its own in each namespace")
    void valuesAreApart() throws Exception {
        StorageBackend longer = openAnother("-b");
        Await.done(longer.set("theirs", THEIRS));
        Await.done(storage().set("shared", OURS));
        Await.done(longer.set("shared", THEIRS));

        assertHolds("shared", OURS);
        assertMissing("theirs");
        assertThat(Await.done(longer.get("shared")))
                .as("get shared in the other")
                .isEqualTo(THEIRS);
    }

    @Test
    @Tag("K5")
    @Needs({Capability.WRITE, Capability.LIST})
    @DisplayName("K5: neither namespace lists the other's keys")
    void listingsAreApart() throws Exception {
        StorageBackend longer = openAnother("-b");
        Await.done(storage().setBatch(Bulk.entries(List.of("shared", "b/ours", "-b/ours", "-b"))));
        Await.done(longer.setBatch(Bulk.entries(List.of("shared", "b/theirs", "theirs"))));

        Bulk.assertLists(storage(), List.of("shared", "b/ours", "-b/ours", "-b"));
        Bulk.assertLists(longer, List.of("shared", "b/theirs", "theirs"));
        Bulk.assertSame("listKeys of -b", Bulk.pages(storage(), KeyQuery.prefix("-b")), Set.of("-b/ours", "-b"));
        Bulk.assertSame("listKeys of b", Bulk.pages(longer, KeyQuery.prefix("b")), Set.of("b/theirs"));
    }

    @Test
    @Tag("K5")
    @Needs({Capability.WRITE, Capability.CLEAR})
    @DisplayName("K5: clear leaves a namespace whose name begins with the cleared one's")
    void clearLeavesTheLongerName() throws Exception {
        StorageBackend longer = openAnother("-b");
        Bulk.set(storage(), List.of("shared", "ours"));
        Bulk.set(longer, List.of("shared", "b/theirs", "theirs"));
        Await.done(storage().clear());

        Bulk.assertMissing(storage(), List.of("shared", "ours"));
        Bulk.assertHolds(longer, List.of("shared", "b/theirs", "theirs"));
    }

    @Test
    @Tag("K5")
    @Needs({Capability.WRITE, Capability.CLEAR})
    @DisplayName("K5: clear leaves a namespace with whose name the cleared one's begins")
    void clearLeavesTheShorterName() throws Exception {
        StorageBackend longer = openAnother("-b");
        Bulk.set(storage(), List.of("shared", "-b", "-b/shared", "b/shared"));
        Bulk.set(longer, List.of("shared"));
        Await.done(longer.clear());

        Bulk.assertMissing(longer, List.of("shared"));
        Bulk.assertHolds(storage(), List.of("shared", "-b", "-b/shared", "b/shared"));
    }

    @Test
    @Tag("K5")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName("K5: delete and deleteBatch leave the other namespace's value of the same key")
    void deletesAreApart() throws Exception {
        StorageBackend longer = openAnother("-b");
        List<String> shared = List.of("one", "two", "three");
        Bulk.set(storage(), shared);
        Bulk.set(longer, shared);
        Await.done(storage().delete("one"));
        Await.done(storage().deleteBatch(List.of("two", "three")));

        Bulk.assertMissing(storage(), shared);
        Bulk.assertHolds(longer, shared);
    }

    @Test
    @Tag("K5")
    @Needs(Capability.WRITE)
    @DisplayName("K5: setBatch and getBatch keep to their own namespace")
    void batchesAreApart() throws Exception {
        StorageBackend longer = openAnother("-b");
        Await.done(longer.setBatch(Bulk.entries(List.of("theirs", "shared"))));
        Await.done(storage().setBatch(Bulk.entries(List.of("ours"))));

        assertThat(Await.done(storage().getBatch(List.of("theirs", "ours", "shared"))))
                .containsOnlyKeys("ours");
        assertThat(Await.done(longer.getBatch(List.of("theirs", "ours", "shared"))))
                .containsOnlyKeys("theirs", "shared");
    }

    @Test
    @Tag("K5")
    @Needs(Capability.WRITE)
    @DisplayName("K5: no key reaches into a namespace beside its own")
    void keysDoNotReachOut() throws Exception {
        StorageBackend longer = openAnother("-b");
        List<String> reaching =
                List.of("-b/x", "-bx", "/" + namespace() + "-b/x", "..-b/x", "%2E%2E/x", "-b%2Fx", "/-b/x");
        Bulk.set(storage(), reaching);

        Bulk.assertMissing(longer, List.of("x", "/x", "b/x", "%2Fx"));
        Bulk.assertHolds(storage(), reaching);
    }
}
