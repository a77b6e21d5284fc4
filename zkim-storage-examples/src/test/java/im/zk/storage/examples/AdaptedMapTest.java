package im.zk.storage.examples;

import im.zk.storage.StorageBackend;
import im.zk.storage.tck.StorageBackendTck;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;

/** The whole test of a store that was adapted. */
class AdaptedMapTest extends StorageBackendTck {

    private final MVStore store = MVStore.open(null);

    @Override
    protected StorageBackend open(String namespace) {
        return Snippets.adapt(store.openMap(namespace));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }
}
