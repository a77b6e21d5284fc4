package im.zk.storage.testservers;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A server cannot be had on this machine; the message says what is missing and how to get it. */
final class MissingServerException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    MissingServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    MissingServerException(String message) {
        this(message, null);
    }
}
