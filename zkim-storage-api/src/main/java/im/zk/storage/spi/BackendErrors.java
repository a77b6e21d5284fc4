package im.zk.storage.spi;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import org.jspecify.annotations.Nullable;

/** Turns what a service's client throws into the one exception of the contract: the only place where a backend does. */
public interface BackendErrors {

    /** The error code of an operation, such as {@code S3_UPLOAD_ERROR}. */
    String code(Operation operation);

    /**
     * The exception for a failed call. Must not quote a credential or a byte of a value, so not every message of a client
     * may be passed on.
     *
     * @param operation what was being done
     * @param key the key that the operation was given, or null where it has none
     * @param cause what the client threw, freed of {@code CompletionException}; never a {@link ServiceException}
     * @return the exception with code, kind, key and cause
     */
    ServiceException translate(Operation operation, @Nullable String key, Throwable cause);

    /** Starts an exception with the code of an operation. */
    default ServiceException.Builder error(Operation operation, @Nullable String key, ErrorKind kind, String message) {
        return ServiceException.builder(code(operation), kind, message).key(key);
    }
}
