package im.zk.storage.tck;

/** Backends that break L1 to L3. */
final class LifeMutants {

    private LifeMutants() {}
}
