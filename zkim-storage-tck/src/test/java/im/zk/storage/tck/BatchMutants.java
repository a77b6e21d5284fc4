package im.zk.storage.tck;

/** Backends that break O7. */
final class BatchMutants {

    private BatchMutants() {}
}
