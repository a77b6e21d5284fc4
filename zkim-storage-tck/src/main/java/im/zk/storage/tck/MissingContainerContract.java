package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Rule O3: a missing bucket, container, table or node is not a missing key. */
abstract class MissingContainerContract extends Contract {

    private static final byte[] VALUE = {1};

    @Test
    @Tag("O3")
    @DisplayName("O3: get of a missing container does not give null, it fails")
    void get() throws Exception {
        assertFails("get", withoutContainer().get("key"));
    }

    @Test
    @Tag("O3")
    @DisplayName("O3: has of a missing container does not give false, it fails")
    void has() throws Exception {
        assertFails("has", withoutContainer().has("key"));
    }

    @Test
    @Tag("O3")
    @DisplayName("O3: getBatch of a missing container does not give an empty map, it fails")
    void getBatch() throws Exception {
        assertFails("getBatch", withoutContainer().getBatch(List.of("one", "two")));
    }

    @Test
    @Tag("O3")
    @Needs(Capability.WRITE)
    @DisplayName("O3: set and setBatch to a missing container fail, and do not make it")
    void set() throws Exception {
        StorageBackend storage = withoutContainer();
        for (int round = 0; round < 2; round++) {
            assertFails("set", storage.set("key", VALUE));
            assertFails("setBatch", storage.setBatch(Map.of("one", VALUE, "two", VALUE)));
            assertFails("get after set", storage.get("key"));
        }
    }

    @Test
    @Tag("O3")
    @Needs(Capability.DELETE)
    @DisplayName("O3: delete and deleteBatch in a missing container do not succeed as for a missing key, they fail")
    void delete() throws Exception {
        StorageBackend storage = withoutContainer();
        assertFails("delete", storage.delete("key"));
        assertFails("deleteBatch", storage.deleteBatch(List.of("one", "two")));
    }

    @Test
    @Tag("O3")
    @Needs(Capability.CLEAR)
    @DisplayName("O3: clear of a missing container fails")
    void clear() throws Exception {
        assertFails("clear", withoutContainer().clear());
    }

    @Test
    @Tag("O3")
    @Needs(Capability.LIST)
    @DisplayName("O3: keys and listKeys of a missing container do not give an empty list, they fail")
    void list() throws Exception {
        StorageBackend storage = withoutContainer();
        assertFails("keys", storage.keys());
        assertFails("listKeys", storage.listKeys(KeyQuery.all()));
        assertFails(
                "listKeys of a prefix", storage.listKeys(KeyQuery.prefix("a").withLimit(1)));
    }

    private StorageBackend withoutContainer() throws Exception {
        StorageBackend storage = kit().openWithoutContainer()
                .orElseThrow(() -> new TestAbortedException(
                        "openWithoutContainer() gives no backend: this store has no container"));
        return closeLater(storage);
    }

    private static void assertFails(String operation, CompletableFuture<?> future) {
        assertThat(Await.failure(future).kind())
                .as("the kind with which %s fails where the container is missing", operation)
                .isIn(ErrorKind.CONTAINER_NOT_FOUND, ErrorKind.UNAVAILABLE);
    }
}
