package im.zk.storage.tck;

/** Backends that break O1 to O6. */
final class OperationMutants {

    private OperationMutants() {}
}
