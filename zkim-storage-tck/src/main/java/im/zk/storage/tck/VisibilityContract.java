package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rule O1: what is written is seen. By the client that wrote it, always; by another one, at once where the backend
 * declares {@code READ_AFTER_WRITE}, and else sooner or later.
 */
abstract class VisibilityContract extends Contract {

    private static final byte[] OLD = {1};
    private static final byte[] NEW = {2, 2};
    private static final int ROUNDS = 20;
    private static final List<String> BATCH = Bulk.numbered("key ", 5);

    @Test
    @Tag("O1")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName("O1: once set or delete completes, get and has of the same client see it")
    void readsSeeOwnWrites() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String key = "key " + round % 3;
            Await.done(storage().set(key, OLD));
            assertHolds(key, OLD);
            Await.done(storage().set(key, NEW));
            assertHolds(key, NEW);
            Await.done(storage().delete(key));
            assertMissing(key);
        }
    }

    @Test
    @Tag("O1")
    @Needs({Capability.WRITE, Capability.DELETE, Capability.LIST})
    @DisplayName("O1: once set or delete completes, keys and listKeys of the same client see it")
    void listingsSeeOwnWrites() throws Exception {
        Await.done(storage().set("kept", OLD));
        for (int round = 0; round < ROUNDS / 4; round++) {
            Await.done(storage().set("key", OLD));
            Bulk.assertLists(storage(), List.of("kept", "key"));
            Await.done(storage().delete("key"));
            Bulk.assertLists(storage(), List.of("kept"));
        }
    }

    @Test
    @Tag("O1")
    @Needs({Capability.WRITE, Capability.DELETE, Capability.LIST})
    @DisplayName("O1: once setBatch or deleteBatch completes, the same client sees all of it")
    void readsSeeOwnBatches() throws Exception {
        List<String> keys = Bulk.numbered("key ", 30);
        for (int round = 0; round < 3; round++) {
            Await.done(storage().setBatch(Bulk.entries(keys)));
            assertThat(Await.done(storage().getBatch(keys)).keySet()).containsExactlyElementsOf(keys);
            Bulk.assertLists(storage(), keys);
            Await.done(storage().deleteBatch(keys));
            assertThat(Await.done(storage().getBatch(keys))).isEmpty();
            Bulk.assertLists(storage(), List.of());
        }
    }

    @Test
    @Tag("O1")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName("O1: getBatch sees every value that was replaced and every key that was deleted since it read them: of"
            + " the same client, and with READ_AFTER_WRITE of another one")
    void batchesSeeChanges() throws Exception {
        List<StorageBackend> readers = promisesToAll() ? List.of(storage(), openAnother("")) : List.of(storage());
        for (int round = 0; round < 3; round++) {
            Map<String, byte[]> values = batch(3 * round);
            Await.done(storage().setBatch(values));
            assertBatch(readers, "setBatch", values);
            values = batch(3 * round + 1);
            for (Map.Entry<String, byte[]> each : values.entrySet()) {
                Await.done(storage().set(each.getKey(), each.getValue()));
            }
            assertBatch(readers, "set of other values", values);
            values = batch(3 * round + 2);
            Await.done(storage().setBatch(values));
            assertBatch(readers, "setBatch of other values", values);
            values.remove(BATCH.get(1));
            Await.done(storage().delete(BATCH.get(1)));
            assertBatch(readers, "delete", values);
            Await.done(storage().deleteBatch(BATCH));
            assertBatch(readers, "deleteBatch", Map.of());
        }
    }

    @Test
    @Tag("O1")
    @Needs({Capability.WRITE, Capability.LIST})
    @DisplayName("O1: another client sees a new key: at once, or where READ_AFTER_WRITE is not declared, in the end")
    void anotherClientSeesANewKey() throws Exception {
        StorageBackend other = openAnother("");
        Await.done(storage().set("key", OLD));

        if (!promisesToAll()) {
            Await.until("another client sees the key", () -> other.has("key").join());
            Await.until(
                    "another client lists the key", () -> other.keys().join().contains("key"));
        }
        assertThat(Await.done(other.get("key"))).as("get on another client").isEqualTo(OLD);
        assertThat(Await.done(other.has("key"))).as("has on another client").isTrue();
        Bulk.assertLists(other, List.of("key"));
        assertThat(Await.done(other.listKeys(KeyQuery.prefix("k"))).keys()).containsExactly("key");
    }

    @Test
    @Tag("O1")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName(
            "O1: with READ_AFTER_WRITE, another client that has read a key sees that it is set, replaced and deleted")
    void anotherClientSeesChanges() throws Exception {
        Assumptions.assumeTrue(promisesToAll(), "READ_AFTER_WRITE is not declared");
        StorageBackend other = openAnother("");
        for (int round = 0; round < 3; round++) {
            assertThat(Await.done(other.get("key")))
                    .as("get before the key is set")
                    .isNull();
            assertThat(Await.done(other.has("key")))
                    .as("has before the key is set")
                    .isFalse();
            Await.done(storage().set("key", OLD));
            assertThat(Await.done(other.has("key")))
                    .as("has after the key is set")
                    .isTrue();
            assertThat(Await.done(other.get("key")))
                    .as("get after the key is set")
                    .isEqualTo(OLD);
            Await.done(storage().set("key", NEW));
            assertThat(Await.done(other.get("key")))
                    .as("get after the key is replaced")
                    .isEqualTo(NEW);
            Await.done(storage().delete("key"));
        }
    }

    @Test
    @Tag("O1")
    @Needs({Capability.WRITE, Capability.CLEAR, Capability.LIST})
    @DisplayName("O1: with READ_AFTER_WRITE, another client that has listed sees a batch, and that all is cleared")
    void anotherClientSeesBatchesAndClear() throws Exception {
        Assumptions.assumeTrue(promisesToAll(), "READ_AFTER_WRITE is not declared");
        StorageBackend other = openAnother("");
        List<String> keys = Bulk.numbered("key ", 30);
        for (int round = 0; round < 2; round++) {
            Bulk.assertLists(other, List.of());
            Await.done(storage().setBatch(Bulk.entries(keys)));
            Bulk.assertHolds(other, keys);
            Bulk.assertLists(other, keys);
            Await.done(storage().clear());
            Bulk.assertMissing(other, keys);
        }
    }

    /** A value for each key of the batch, of which none is that of another number. */
    private static Map<String, byte[]> batch(int number) {
        Map<String, byte[]> values = new LinkedHashMap<>();
        BATCH.forEach(key -> values.put(key, Bulk.value(number + " of " + key)));
        return values;
    }

    private static void assertBatch(List<StorageBackend> readers, String change, Map<String, byte[]> expected)
            throws Exception {
        for (int reader = 0; reader < readers.size(); reader++) {
            String read = "getBatch " + (reader == 0 ? "of the same client" : "of another client") + " after " + change;
            Map<String, byte[]> values = Await.done(readers.get(reader).getBatch(BATCH));
            assertThat(values.keySet()).as(read).isEqualTo(expected.keySet());
            expected.forEach((key, value) ->
                    assertThat(values.get(key)).as("%s: %s", read, key).isEqualTo(value));
        }
    }

    private boolean promisesToAll() throws Exception {
        return storage().capabilities().contains(Capability.READ_AFTER_WRITE);
    }
}
