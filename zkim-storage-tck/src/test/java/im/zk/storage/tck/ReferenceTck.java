package im.zk.storage.tck;

import im.zk.storage.StorageBackend;

/** The kit over {@link ReferenceBackend}, with everything that the kit can be told. */
class ReferenceTck extends DecoratorTck {

    @Override
    protected StorageBackend decorate(StorageBackend backend) {
        return backend;
    }
}
