/** A local directory as a durable store. */
module im.zk.storage.file {
    requires transitive im.zk.storage;
    requires static org.jspecify;
    requires org.slf4j;

    exports im.zk.storage.file;

    provides im.zk.storage.spi.StorageBackendProvider with
            im.zk.storage.file.FileStorageBackendProvider;
}
