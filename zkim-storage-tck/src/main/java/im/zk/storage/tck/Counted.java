package im.zk.storage.tck;

import im.zk.storage.StorageBackend;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * A backend of which it is known how many bytes its service sends to it.
 *
 * @param backend the backend; the kit closes it
 * @param bytesReceived how many bytes it has received so far, those of other clients of the service not among them
 * @param release ends what counts, after the backend is closed
 */
public record Counted(StorageBackend backend, LongSupplier bytesReceived, Runnable release) {

    /** Checks that nothing is null. */
    public Counted {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(bytesReceived, "bytesReceived");
        Objects.requireNonNull(release, "release");
    }
}
