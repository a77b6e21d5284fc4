package im.zk.storage;

import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.StorageBackendProvider;
import java.util.List;

/** The type {@code memory}: each backend that it makes is empty, and its values go with it. */
public final class InMemoryStorageProvider implements StorageBackendProvider {

    /** For {@link java.util.ServiceLoader}. */
    public InMemoryStorageProvider() {}

    @Override
    public String type() {
        return "memory";
    }

    @Override
    public List<ConfigProperty> properties() {
        return List.of();
    }

    @Override
    public StorageBackend create(StorageConfig config) {
        return new InMemoryStorage();
    }
}
