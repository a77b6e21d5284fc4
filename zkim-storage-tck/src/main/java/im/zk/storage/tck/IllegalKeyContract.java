package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Keys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Rule K3: an illegal key fails every operation, and nothing is written. */
abstract class IllegalKeyContract extends Contract {

    private static final byte[] VALUE = {1};

    @Test
    @Tag("K3")
    @DisplayName("K3: get, has and getBatch refuse every illegal key")
    void readsRefuse() throws Exception {
        assertRefused("get", storage()::get);
        assertRefused("has", storage()::has);
        assertRefused("getBatch", key -> storage().getBatch(List.of("legal", key)));
    }

    @Test
    @Tag("K3")
    @Needs(Capability.WRITE)
    @DisplayName("K3: set and setBatch refuse every illegal key")
    void writesRefuse() throws Exception {
        assertRefused("set", key -> storage().set(key, VALUE));
        assertRefused("setBatch", key -> storage().setBatch(withLegal(key)));
    }

    @Test
    @Tag("K3")
    @Needs(Capability.DELETE)
    @DisplayName("K3: delete and deleteBatch refuse every illegal key")
    void deletesRefuse() throws Exception {
        assertRefused("delete", storage()::delete);
        assertRefused("deleteBatch", key -> storage().deleteBatch(List.of("legal", key)));
    }

    @Test
    @Tag("K3")
    @Needs(Capability.LIST)
    @DisplayName("K3: listKeys refuses every prefix that no legal key begins with")
    void listingsRefuse() throws Exception {
        for (String prefix : IllegalKeys.prefixes()) {
            assertInvalid("listKeys", prefix, storage().listKeys(KeyQuery.prefix(prefix)));
        }
    }

    @Test
    @Tag("K3")
    @Needs({Capability.WRITE, Capability.LIST})
    @DisplayName("K3: a refused set, or setBatch with one illegal key among legal ones, writes nothing")
    void nothingIsWritten() throws Exception {
        List<String> before = List.of("a", "b", "a/b");
        Bulk.set(storage(), before);
        for (String illegal : IllegalKeys.all()) {
            Await.failure(storage().set(illegal, VALUE));
            Await.failure(storage().setBatch(withLegal(illegal)));
        }

        Bulk.assertLists(storage(), before);
        Bulk.assertHolds(storage(), before);
    }

    @Test
    @Tag("K3")
    @Needs({Capability.WRITE, Capability.DELETE})
    @DisplayName("K3: a refused delete, or deleteBatch with one illegal key among legal ones, deletes nothing")
    void nothingIsDeleted() throws Exception {
        List<String> before = List.of("a", "b", "a/b");
        Bulk.set(storage(), before);
        for (String illegal : IllegalKeys.all()) {
            Await.failure(storage().delete(illegal));
            Await.failure(storage().deleteBatch(List.of("a", "a/b", illegal, "b")));
        }

        Bulk.assertHolds(storage(), before);
    }

    @Test
    @Tag("K3")
    @DisplayName(
            "K3: an illegal key is refused before anything is sent: a service that never answers makes no difference")
    void nothingIsSent() throws Exception {
        Stalled stalled = kit().openStalled()
                .orElseThrow(() -> new TestAbortedException("openStalled() gives no backend to try this on"));
        closeLater(stalled.release()::run);
        StorageBackend storage = closeLater(stalled.backend());

        for (String illegal : IllegalKeys.samples()) {
            operations(storage, illegal).forEach((name, operation) -> assertInvalid(name, illegal, operation));
        }
        assertThat(stalled.callsUnderWay().getAsInt())
                .as("calls that were sent")
                .isZero();
    }

    @Test
    @Tag("K3")
    @DisplayName("K3: an illegal key is refused as such also where the container is missing")
    void theContainerIsNotAsked() throws Exception {
        StorageBackend storage = kit().openWithoutContainer()
                .orElseThrow(() -> new TestAbortedException("openWithoutContainer() gives no backend to try this on"));
        closeLater(storage);

        for (String illegal : IllegalKeys.samples()) {
            operations(storage, illegal).forEach((name, operation) -> assertInvalid(name, illegal, operation));
        }
    }

    private static void assertRefused(String name, Operation operation) throws Exception {
        for (String key : IllegalKeys.all()) {
            assertInvalid(name, key, operation.apply(key));
        }
    }

    private static void assertInvalid(String operation, String key, CompletableFuture<?> refused) {
        ServiceException failure = Await.failure(refused);
        String what = operation + " of " + Keys.quote(key);
        assertThat(failure.kind()).as("the kind with which %s fails", what).isEqualTo(ErrorKind.INVALID_KEY);
        assertThat(failure.details().get(ServiceException.KEY))
                .as("the key in the details of the failure of %s", what)
                .isEqualTo(key);
    }

    private static Map<String, CompletableFuture<?>> operations(StorageBackend storage, String key) {
        Map<String, CompletableFuture<?>> operations = new LinkedHashMap<>();
        operations.put("get", storage.get(key));
        operations.put("has", storage.has(key));
        operations.put("getBatch", storage.getBatch(List.of("legal", key)));
        if (storage.capabilities().contains(Capability.WRITE)) {
            operations.put("set", storage.set(key, VALUE));
            operations.put("setBatch", storage.setBatch(withLegal(key)));
        }
        if (storage.capabilities().contains(Capability.DELETE)) {
            operations.put("delete", storage.delete(key));
            operations.put("deleteBatch", storage.deleteBatch(List.of("legal", key)));
        }
        return operations;
    }

    private static Map<String, byte[]> withLegal(String key) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("legal", VALUE);
        entries.put(key, VALUE);
        entries.put("also-legal", VALUE);
        return entries;
    }

    /** An operation of one key. */
    private interface Operation {
        CompletableFuture<?> apply(String key) throws Exception;
    }
}
