package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.Keys;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The exceptions that a decorator makes itself; all others are those of the backend, passed on as they are. */
final class DecoratorErrors {

    private static final String CLOSED = "The storage is closed.";

    private DecoratorErrors() {}

    /** A configuration that cannot be used; the message says what to change. */
    static ServiceException invalid(String message) {
        return of(ErrorKind.INVALID_CONFIG, message).build();
    }

    /** The optional library is not there. */
    static ServiceException noMicrometer(NoClassDefFoundError missing) {
        return of(ErrorKind.INVALID_CONFIG, "Metrics need Micrometer: add the artifact io.micrometer:micrometer-core.")
                .cause(missing)
                .build();
    }

    /** An operation that the stack does not allow, though the backend might. */
    static ServiceException unsupported(String message) {
        return of(ErrorKind.UNSUPPORTED, message).build();
    }

    /** A key that breaks the key rules: {@code violation} is the end of a sentence that begins with "The key". */
    static ServiceException invalidKey(String what, String key, @Nullable String violation) {
        String message = "The " + what + " " + Keys.quote(key) + " " + violation + ".";
        return of(ErrorKind.INVALID_KEY, message).key(key).build();
    }

    /** An operation on a stack that was closed. */
    static ServiceException closed(Call<?> call) {
        return of(ErrorKind.CLOSED, call, CLOSED).build();
    }

    /** An operation of a key on a stack that was closed. */
    static ServiceException closed(String key) {
        return of(ErrorKind.CLOSED, CLOSED).key(key).build();
    }

    /** Starts an exception that belongs to no backend. */
    static ServiceException.Builder of(ErrorKind kind, String message) {
        return ServiceException.builder(ServiceException.STORAGE_ERROR, kind, message);
    }

    /** Starts an exception that names the key, or all keys of the batch, that the operation was given. */
    static ServiceException.Builder of(ErrorKind kind, Call<?> call, String message) {
        ServiceException.Builder error = of(kind, message).key(call.key());
        return call.keys() == null ? error : error.failedKeys(Batches.distinct(call.keys()));
    }

    /** Starts a copy of a failure, which is its cause, with more words behind its own. */
    static ServiceException.Builder like(ServiceException failure, String more) {
        return like(failure, failure.code(), more);
    }

    /** Starts a failure with the code and the kind of another, which is its cause, in other words. */
    static ServiceException.Builder inOtherWords(ServiceException failure, String message) {
        return ServiceException.builder(failure.code(), failure.kind(), message).cause(failure);
    }

    /** Starts a copy of a failure, which is its cause, with another code. */
    static ServiceException.Builder like(ServiceException failure, String code, String more) {
        return ServiceException.builder(code, failure.kind(), failure.getMessage() + more)
                .cause(failure);
    }

    /** The keys that a failure of a batch names, or null where it names none. */
    static @Nullable Collection<String> failedKeys(ServiceException failure) {
        return failure.details().get(ServiceException.FAILED_KEYS) instanceof Collection<?> named
                ? named.stream().map(String.class::cast).toList()
                : null;
    }
}
