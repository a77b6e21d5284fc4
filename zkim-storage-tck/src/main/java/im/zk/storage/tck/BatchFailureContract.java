package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Rule O7: a batch that fails for some keys does the rest, and says which failed. */
abstract class BatchFailureContract extends Contract {

    /** The first, the last, and some between; more than are under way at a time. */
    private static final List<String> KEYS = Bulk.numbered("key ", 40);

    private static final Set<String> REFUSED =
            Set.of(KEYS.get(0), KEYS.get(7), KEYS.get(20), KEYS.get(21), KEYS.get(39));
    private static final List<String> SERVED =
            KEYS.stream().filter(key -> !REFUSED.contains(key)).toList();

    @Test
    @Tag("O7")
    @Needs(Capability.WRITE)
    @DisplayName("O7: setBatch stores what it can, and fails with the keys that it could not store")
    void setBatch() throws Exception {
        StorageBackend failing = failing();
        assertNames(REFUSED, Await.failure(failing.setBatch(Bulk.entries(KEYS))));

        Bulk.assertHolds(storage(), SERVED);
        Bulk.assertMissing(storage(), REFUSED);
    }

    @Test
    @Tag("O7")
    @Needs(Capability.WRITE)
    @DisplayName("O7: setBatch keeps the old values of the keys that it could not store")
    void setBatchKeepsOldValues() throws Exception {
        StorageBackend failing = failing();
        for (String key : REFUSED) {
            prepare(key, new byte[] {7});
        }
        assertNames(REFUSED, Await.failure(failing.setBatch(Bulk.entries(KEYS))));

        for (String key : REFUSED) {
            assertThat(Await.done(storage().get(key))).as("get %s", key).containsExactly(7);
        }
    }

    @Test
    @Tag("O7")
    @DisplayName(
            "O7: getBatch does not leave out keys that it could not read as if they were missing: it fails with them")
    void getBatch() throws Exception {
        StorageBackend failing = failing();
        Bulk.set(writer(), KEYS);

        assertNames(REFUSED, Await.failure(failing.getBatch(KEYS)));
        assertThat(Await.done(failing.getBatch(SERVED)).keySet()).containsExactlyElementsOf(SERVED);
    }

    @Test
    @Tag("O7")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName("O7: deleteBatch deletes what it can, and fails with the keys that it could not delete")
    void deleteBatch() throws Exception {
        StorageBackend failing = failing();
        Bulk.set(storage(), KEYS);
        assertNames(REFUSED, Await.failure(failing.deleteBatch(KEYS)));

        Bulk.assertHolds(storage(), REFUSED);
        Bulk.assertMissing(storage(), SERVED);
    }

    @Test
    @Tag("O7")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName(
            "O7: a batch in which one key fails names that one alone, and one in which all fail names all, each once")
    void oneAndAll() throws Exception {
        StorageBackend failing = failing();
        String one = KEYS.get(7);

        assertNames(Set.of(one), Await.failure(failing.setBatch(Bulk.entries(List.of("fine", one)))));
        assertNames(Set.of(one), Await.failure(failing.deleteBatch(List.of(one, "fine", one))));
        assertNames(Set.of(one), Await.failure(failing.getBatch(List.of("missing", one, one))));
        assertNames(REFUSED, Await.failure(failing.setBatch(Bulk.entries(REFUSED))));
        assertNames(REFUSED, Await.failure(failing.deleteBatch(REFUSED)));
        assertNames(REFUSED, Await.failure(failing.getBatch(REFUSED)));
    }

    @Test
    @Tag("O7")
    @Needs({Capability.WRITE, Capability.CLEAR})
    @DisplayName(
            "O7: clear fails where it could not remove a key; if it names the keys, then all of them, and the rest is gone")
    void clear() throws Exception {
        StorageBackend failing = failing();
        Bulk.set(storage(), KEYS);
        ServiceException failure = Await.failure(failing.clear());

        Bulk.assertHolds(storage(), REFUSED);
        if (failure.details().containsKey(ServiceException.FAILED_KEYS)) {
            assertNames(REFUSED, failure);
            Bulk.assertMissing(storage(), SERVED);
        }
    }

    @Test
    @Tag("O7")
    @Needs(Capability.WRITE)
    @DisplayName(
            "O7: setBatch with one value over the limit stores the others, and fails with that key and VALUE_TOO_LARGE")
    void oneValueTooLarge() throws Exception {
        long maximum = kit().maximumValueBytes()
                .orElseThrow(() -> new TestAbortedException("maximumValueBytes() states no limit to exceed"));
        Map<String, byte[]> entries = Bulk.entries(KEYS);
        entries.put(KEYS.get(7), new byte[Math.toIntExact(maximum + 1)]);
        ServiceException failure = Await.failure(storage().setBatch(entries));

        assertThat(failure.kind()).as("kind").isEqualTo(ErrorKind.VALUE_TOO_LARGE);
        assertNames(Set.of(KEYS.get(7)), failure);
        assertMissing(KEYS.get(7));
        List<String> others = new ArrayList<>(KEYS);
        others.remove(7);
        Bulk.assertHolds(storage(), others);
    }

    private StorageBackend failing() throws Exception {
        StorageBackend failing = kit().openFailing(namespace(), REFUSED)
                .orElseThrow(() -> new TestAbortedException("openFailing() gives no backend that fails for some keys"));
        return closeLater(failing);
    }

    private static void assertNames(Set<String> expected, ServiceException failure) {
        assertThat(failure.details().get(ServiceException.FAILED_KEYS))
                .as("failedKeys of %s", failure)
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .containsExactlyInAnyOrderElementsOf(expected);
    }
}
