package im.zk.storage.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule K1: a key comes back exactly as given. */
abstract class KeyContract extends Contract {

    @Test
    @Tag("K1")
    @DisplayName("K1: each of many tricky keys has the value that it was given, and not its neighbour's")
    void trickyKeysHaveTheirValues() throws Exception {
        Bulk.set(writer(), fitting(TrickyKeys.all()));

        Bulk.assertHolds(storage(), fitting(TrickyKeys.all()));
    }

    @Test
    @Tag("K1")
    @DisplayName("K1: a key is missing although all its neighbours are there")
    void neighboursDoNotStandForAKey() throws Exception {
        List<String> keys = List.copyOf(fitting(TrickyKeys.all()));
        Bulk.set(writer(), Bulk.everySecond(keys, 0));

        Bulk.assertMissing(storage(), Bulk.everySecond(keys, 1));
    }

    @Test
    @Tag("K1")
    @Needs(Capability.LIST)
    @DisplayName("K1: keys lists tricky keys exactly as they were given")
    void trickyKeysAreListed() throws Exception {
        Bulk.set(writer(), fitting(TrickyKeys.all()));

        Bulk.assertSame("keys()", Await.done(storage().keys()), fitting(TrickyKeys.all()));
    }

    @Test
    @Tag("K1")
    @Needs(Capability.LIST)
    @DisplayName("K1: listKeys lists tricky keys exactly as they were given, also on small pages")
    void trickyKeysAreListedByPage() throws Exception {
        Bulk.set(writer(), fitting(TrickyKeys.all()));

        Bulk.assertSame("listKeys", Bulk.pages(storage(), KeyQuery.all()), fitting(TrickyKeys.all()));
        KeyQuery small = KeyQuery.all().withLimit(17);
        Bulk.assertSame("listKeys by 17", Bulk.pages(storage(), small), fitting(TrickyKeys.all()));
    }

    @Test
    @Tag("K1")
    @Needs(Capability.LIST)
    @DisplayName("K1: each tricky key is found by its own beginnings as a prefix")
    void trickyKeysAreFoundByPrefix() throws Exception {
        Set<String> keys = new LinkedHashSet<>(fitting(TrickyKeys.all()));
        Bulk.set(writer(), keys);

        for (String prefix : List.of(
                "/", "//", "a/", "a//", "n/", "%", "%2", "\\", "a\\", "!", "l", "d/d/", "a b", ".", "..", "caf")) {
            List<String> expected =
                    keys.stream().filter(key -> key.startsWith(prefix)).toList();
            Bulk.assertSame("listKeys of prefix " + prefix, Bulk.pages(storage(), KeyQuery.prefix(prefix)), expected);
        }
    }

    @Test
    @Tag("K1")
    @Needs({Capability.WRITE, Capability.DELETE, Capability.LIST})
    @DisplayName("K1: deleting a tricky key leaves its neighbours, and all can be deleted")
    void deletingLeavesNeighbours() throws Exception {
        List<String> keys = List.copyOf(fitting(TrickyKeys.all()));
        Bulk.set(storage(), keys);
        Bulk.each(Bulk.everySecond(keys, 0), storage()::delete);

        Bulk.assertHolds(storage(), Bulk.everySecond(keys, 1));
        Bulk.assertLists(storage(), Bulk.everySecond(keys, 1));
        Bulk.each(Bulk.everySecond(keys, 1), storage()::delete);
        Bulk.assertLists(storage(), List.of());
    }

    @Test
    @Tag("K1")
    @Needs(Capability.WRITE)
    @DisplayName("K1: overwriting a tricky key leaves its neighbours' values")
    void overwritingLeavesNeighbours() throws Exception {
        StorageBackend storage = storage();
        List<String> keys = List.copyOf(fitting(TrickyKeys.all()));
        Bulk.set(storage, keys);
        Bulk.each(Bulk.everySecond(keys, 0), key -> storage.set(key, "new".getBytes(UTF_8)));

        Bulk.assertHolds(storage, Bulk.everySecond(keys, 1));
    }

    @Test
    @Tag("K1")
    @Needs({Capability.WRITE, Capability.DELETE, Capability.LIST})
    @DisplayName("K1: batches take and give tricky keys exactly")
    void trickyKeysInBatches() throws Exception {
        List<String> keys = List.copyOf(fitting(TrickyKeys.all()));
        Await.done(storage().setBatch(Bulk.entries(keys)));

        Map<String, byte[]> read = Await.done(storage().getBatch(keys));
        assertThat(read.keySet()).containsExactlyElementsOf(keys);
        keys.forEach(key -> assertThat(read.get(key)).as("getBatch %s", key).isEqualTo(Bulk.value(key)));
        Await.done(storage().deleteBatch(Bulk.everySecond(keys, 1)));
        Bulk.assertLists(storage(), Bulk.everySecond(keys, 0));
    }

    @Test
    @Tag("K1")
    @DisplayName("K1: random legal keys have the values that they were given")
    void randomKeysHaveTheirValues() throws Exception {
        withSeed(random -> {
            Set<String> keys = fitting(TrickyKeys.random(random, 100));
            Bulk.set(writer(), keys);
            Bulk.assertHolds(storage(), keys);
            if (storage().capabilities().contains(Capability.LIST)) {
                Bulk.assertLists(storage(), keys);
            }
        });
    }
}
