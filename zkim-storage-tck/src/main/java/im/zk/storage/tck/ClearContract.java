package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.StorageBackend;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule O6: {@code clear} removes everything of its namespace, and nothing else. */
abstract class ClearContract extends Contract {

    private static final int MORE_THAN_TWO_PAGES = 2_300;

    @Test
    @Tag("O6")
    @Needs({Capability.WRITE, Capability.CLEAR, Capability.LIST})
    @DisplayName("O6: clear removes more than 2,000 keys")
    void manyKeys() throws Exception {
        List<String> keys = Bulk.numbered("many/", MORE_THAN_TWO_PAGES);
        Await.done(storage().setBatch(Bulk.entries(keys)));
        Await.done(storage().clear());

        Bulk.assertLists(storage(), List.of());
        Bulk.assertMissing(storage(), List.of(keys.get(0), keys.get(999), keys.get(1_000), keys.get(2_299)));
    }

    @Test
    @Tag("O6")
    @Needs({Capability.WRITE, Capability.CLEAR})
    @DisplayName("O6: clear removes keys of every kind")
    void trickyKeys() throws Exception {
        Bulk.set(storage(), fitting(TrickyKeys.all()));
        Await.done(storage().clear());

        Bulk.assertMissing(storage(), fitting(TrickyKeys.all()));
    }

    @Test
    @Tag("O6")
    @Needs(Capability.CLEAR)
    @DisplayName("O6: clear of an empty namespace succeeds, and so does clearing twice")
    void clearingTwice() throws Exception {
        Await.done(storage().clear());
        prepare("key", new byte[] {1});
        Await.done(storage().clear());
        Await.done(storage().clear());

        assertMissing("key");
    }

    @Test
    @Tag("O6")
    @Needs({Capability.WRITE, Capability.CLEAR, Capability.LIST})
    @DisplayName("O6: after clear the namespace can be used as before, by this client and by others")
    void usableAfterwards() throws Exception {
        StorageBackend other = openAnother("");
        List<String> keys = List.of("a", "a/b", "c");
        for (int round = 0; round < 2; round++) {
            Bulk.set(storage(), keys);
            Bulk.set(other, List.of("other"));
            Await.done(storage().clear());
            Bulk.assertLists(storage(), List.of());
        }
        Bulk.set(other, keys);

        Bulk.assertHolds(other, keys);
        Bulk.assertLists(other, keys);
    }

    @Test
    @Tag("O6")
    @Needs({Capability.WRITE, Capability.CLEAR})
    @DisplayName("O6: clear leaves every other namespace of the store alone")
    void nothingElse() throws Exception {
        List<String> keys = List.of("a", "a/b", "c");
        List<StorageBackend> others = List.of(openAnother("-b"), openAnother("2"), openAnother("-"));
        for (StorageBackend other : others) {
            Bulk.set(other, keys);
        }
        Bulk.set(storage(), keys);
        Await.done(storage().clear());

        Bulk.assertMissing(storage(), keys);
        for (StorageBackend other : others) {
            Bulk.assertHolds(other, keys);
        }
    }

    @Test
    @Tag("O6")
    @Needs({Capability.WRITE, Capability.CLEAR})
    @DisplayName("O6: clear removes what another client stored, and empty and large values")
    void everyValue() throws Exception {
        Await.done(openAnother("").set("of another client", new byte[] {1}));
        Await.done(storage().set("empty", new byte[0]));
        Await.done(storage().set("large", new byte[300_000]));
        Await.done(storage().clear());

        Bulk.assertMissing(storage(), List.of("of another client", "empty", "large"));
        assertThat(Await.done(storage().getBatch(List.of("of another client", "empty", "large"))))
                .isEmpty();
    }
}
