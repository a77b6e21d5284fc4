package im.zk.storage.tck;

/** Backends that break A1 to A4. */
final class FutureMutants {

    private FutureMutants() {}
}
