package im.zk.storage.examples;

import im.zk.storage.StorageBackend;
import im.zk.storage.tck.StorageBackendTck;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;

/** The whole test of a backend of one's own. */
class MvStoreBackendTest extends StorageBackendTck {

    private final MVStore store = MVStore.open(null);

    @Override
    protected StorageBackend open(String namespace) {
        return new MvStoreBackend(store, namespace);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }
}
