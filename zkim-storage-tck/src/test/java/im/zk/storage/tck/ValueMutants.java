package im.zk.storage.tck;

/** Backends that break V1 to V3. */
final class ValueMutants {

    private ValueMutants() {}
}
