/** The storage contract, its errors and configuration, the in-memory backend, and the helpers for a backend's author. */
module im.zk.storage {
    requires static transitive org.jspecify;
    requires transitive java.net.http;
    requires org.slf4j;

    exports im.zk.storage;
    exports im.zk.storage.spi;

    uses im.zk.storage.spi.StorageBackendProvider;
    uses im.zk.storage.spi.StorageDecoratorProvider;

    provides im.zk.storage.spi.StorageBackendProvider with
            im.zk.storage.InMemoryStorageProvider;
}
