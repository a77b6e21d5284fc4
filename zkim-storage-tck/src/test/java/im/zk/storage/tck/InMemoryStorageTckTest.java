package im.zk.storage.tck;

import im.zk.storage.InMemoryStorage;
import im.zk.storage.StorageBackend;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The in-memory backend keeps the contract. */
class InMemoryStorageTckTest extends StorageBackendTck {

    private final Map<String, InMemoryStorage> namespaces = new ConcurrentHashMap<>();

    @Override
    protected StorageBackend open(String namespace) {
        return namespaces
                .computeIfAbsent(namespace, name -> new InMemoryStorage())
                .newClient();
    }
}
