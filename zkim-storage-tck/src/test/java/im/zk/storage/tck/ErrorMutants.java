package im.zk.storage.tck;

/** Backends that break E1 to E3. */
final class ErrorMutants {

    private ErrorMutants() {}
}
