package im.zk.storage.tck;

import im.zk.storage.StorageBackend;
import java.util.Objects;
import java.util.function.IntSupplier;

/**
 * A backend whose service never answers.
 *
 * @param backend the backend; the kit closes it
 * @param callsUnderWay how many calls the service holds now: connections, requests or statements
 * @param release ends the service, before the backend is closed; called once at least, and perhaps again
 */
public record Stalled(StorageBackend backend, IntSupplier callsUnderWay, Runnable release) {

    /** Checks that nothing is null. */
    public Stalled {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(callsUnderWay, "callsUnderWay");
        Objects.requireNonNull(release, "release");
    }
}
