package im.zk.storage.tck;

/** Backends that break V4 and A5. */
final class ConcurrencyMutants {

    private ConcurrencyMutants() {}
}
