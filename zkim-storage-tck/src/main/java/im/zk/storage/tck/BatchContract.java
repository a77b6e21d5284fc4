package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.Capability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule O7: what batches do where all goes well. */
abstract class BatchContract extends Contract {

    private static final int MORE_THAN_TWO_PAGES = 2_300;

    /** More than are under way at a time in most places, so that some wait. */
    private static final int CALLS_OF_ONE_COLLECTION = 60;

    @Test
    @Tag("O7")
    @Needs({Capability.WRITE, Capability.DELETE, Capability.LIST})
    @DisplayName("O7: setBatch, getBatch and deleteBatch take more than 2,000 keys")
    void manyKeys() throws Exception {
        List<String> keys = Bulk.numbered("many/", MORE_THAN_TWO_PAGES);
        List<String> kept = List.of("kept", "many/kept");
        Bulk.set(storage(), kept);
        Await.done(storage().setBatch(Bulk.entries(keys)));

        Map<String, byte[]> read = Await.done(storage().getBatch(keys));
        Bulk.assertSame("getBatch", List.copyOf(read.keySet()), keys);
        keys.forEach(key -> assertThat(read.get(key)).as("getBatch %s", key).isEqualTo(Bulk.value(key)));
        Await.done(storage().deleteBatch(keys));
        Bulk.assertLists(storage(), kept);
    }

    @Test
    @Tag("O7")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName("O7: an empty batch succeeds and changes nothing")
    void emptyBatches() throws Exception {
        Bulk.set(storage(), List.of("kept"));
        Await.done(storage().setBatch(Map.of()));
        Await.done(storage().deleteBatch(List.of()));

        assertThat(Await.done(storage().getBatch(List.of())))
                .as("getBatch of no keys")
                .isEmpty();
        Bulk.assertHolds(storage(), List.of("kept"));
    }

    @Test
    @Tag("O7")
    @Needs(Capability.WRITE)
    @DisplayName("O7: setBatch adds and replaces, and leaves other keys")
    void setBatchReplaces() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("old", new byte[] {1});
        entries.put("kept", new byte[] {2});
        Await.done(storage().setBatch(entries));
        Await.done(storage().setBatch(Map.of("old", new byte[] {3}, "new", new byte[] {4})));

        assertHolds("old", new byte[] {3});
        assertHolds("kept", new byte[] {2});
        assertHolds("new", new byte[] {4});
    }

    @Test
    @Tag("O7")
    @DisplayName("O7: getBatch leaves out the keys that are missing")
    void missingKeysAreLeftOut() throws Exception {
        List<String> there = List.of("a", "b/c", "d");
        Bulk.set(writer(), there);

        Map<String, byte[]> read = Await.done(storage().getBatch(List.of("a", "b", "b/c", "missing", "d", "e")));
        assertThat(read).as("getBatch").containsOnlyKeys(there);
        there.forEach(key -> assertThat(read.get(key)).as("getBatch %s", key).isEqualTo(Bulk.value(key)));
        assertThat(Await.done(storage().getBatch(List.of("missing", "e"))))
                .as("of missing keys")
                .isEmpty();
    }

    @Test
    @Tag("O7")
    @DisplayName("O7: getBatch gives the keys in the order in which they were asked for")
    void orderOfTheResult() throws Exception {
        List<String> keys = new ArrayList<>(Bulk.numbered("key ", 50));
        Bulk.set(writer(), keys);
        Collections.shuffle(keys, new Random(1));

        Map<String, byte[]> read = Await.done(storage().getBatch(keys));
        assertThat(read.keySet()).as("the keys of getBatch").containsExactlyElementsOf(keys);
    }

    @Test
    @Tag("O7")
    @DisplayName("O7: a key that getBatch is given twice is in the result once, where it was first")
    void duplicatesInGetBatch() throws Exception {
        Bulk.set(writer(), List.of("one", "two"));

        Map<String, byte[]> read =
                Await.done(storage().getBatch(List.of("two", "one", "two", "missing", "one", "missing")));
        assertThat(read.keySet()).as("the keys of getBatch").containsExactly("two", "one");
        assertThat(read.get("two")).as("getBatch two").isEqualTo(Bulk.value("two"));
    }

    @Test
    @Tag("O7")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName("O7: a key that deleteBatch is given twice is deleted")
    void duplicatesInDeleteBatch() throws Exception {
        Bulk.set(storage(), List.of("one", "two", "kept"));
        Await.done(storage().deleteBatch(List.of("two", "one", "two", "missing", "one", "missing")));

        Bulk.assertMissing(storage(), List.of("one", "two"));
        Bulk.assertHolds(storage(), List.of("kept"));
    }

    @Test
    @Tag("O7")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName("O7: batches take any collection, also one that the caller changes once they complete")
    void anyCollection() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>(Bulk.entries(List.of("one", "two", "three")));
        Await.done(storage().setBatch(entries));
        var keys = new LinkedHashSet<>(List.of("one", "two"));
        Map<String, byte[]> read = Await.done(storage().getBatch(keys));
        Await.done(storage().deleteBatch(keys));
        keys.clear();
        entries.clear();

        assertThat(read.keySet()).as("the keys of getBatch").containsExactly("one", "two");
        Bulk.assertMissing(storage(), List.of("one", "two"));
        Bulk.assertHolds(storage(), List.of("three"));
    }

    @Test
    @Tag("O7")
    @DisplayName("O7: getBatch reads the keys that its collection had when it was called")
    void aCollectionOfReadsIsTheCallersAgainAtOnce() throws Exception {
        List<String> keys = Bulk.numbered("read ", CALLS_OF_ONE_COLLECTION);
        Bulk.set(writer(), keys);
        List<CompletableFuture<Map<String, byte[]>>> reads = new ArrayList<>();
        List<String> reused = new ArrayList<>();
        for (String key : keys) {
            reused.add(key);
            reads.add(storage().getBatch(reused));
            reused.clear();
        }

        for (int at = 0; at < keys.size(); at++) {
            assertThat(Await.done(reads.get(at)))
                    .as("getBatch of a list that was cleared after the call")
                    .containsOnlyKeys(keys.get(at));
        }
    }

    @Test
    @Tag("O7")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName("O7: deleteBatch removes the keys that its collection had when it was called")
    void aCollectionOfDeletesIsTheCallersAgainAtOnce() throws Exception {
        List<String> keys = Bulk.numbered("deleted ", CALLS_OF_ONE_COLLECTION);
        Bulk.set(storage(), keys);
        List<CompletableFuture<?>> deletes = new ArrayList<>();
        List<String> reused = new ArrayList<>();
        for (String key : keys) {
            reused.add(key);
            deletes.add(storage().deleteBatch(reused));
            reused.clear();
        }
        for (CompletableFuture<?> each : deletes) {
            Await.done(each);
        }

        Bulk.assertMissing(storage(), keys);
    }

    @Test
    @Tag("O7")
    @DisplayName("O7: the map that getBatch gives cannot be changed")
    void resultIsUnmodifiable() throws Exception {
        Bulk.set(writer(), List.of("one", "two"));
        Map<String, byte[]> read = Await.done(storage().getBatch(List.of("one", "two")));

        assertThatThrownBy(() -> read.put("three", new byte[0])).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> read.remove("one")).isInstanceOf(UnsupportedOperationException.class);
    }
}
