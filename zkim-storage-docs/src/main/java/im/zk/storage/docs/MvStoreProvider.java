package im.zk.storage.docs;

import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageConfig;
import im.zk.storage.examples.MvStoreBackend;
import im.zk.storage.spi.ConfigProperty;
import im.zk.storage.spi.StorageBackendProvider;
import java.util.List;
import org.h2.mvstore.MVStore;

/** The type {@code mvstore}: values in a map of one file. */
public final class MvStoreProvider implements StorageBackendProvider {

    /** For {@link java.util.ServiceLoader}. */
    public MvStoreProvider() {}

    @Override
    public String type() {
        return "mvstore";
    }

    @Override
    public List<ConfigProperty> properties() {
        return List.of(
                ConfigProperty.required("fileName", "the file"),
                ConfigProperty.optional("map", "the name of the map; default: files"));
    }

    @Override
    public StorageBackend create(StorageConfig config) {
        MVStore store = MVStore.open(config.require("fileName"));
        return new ForwardingStorageBackend(
                new MvStoreBackend(store, config.get("map").orElse("files"))) {
            @Override
            public void close() {
                super.close();
                store.close();
            }
        };
    }
}
