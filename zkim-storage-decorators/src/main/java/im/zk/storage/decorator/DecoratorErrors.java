package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;

/** The exceptions that a decorator makes itself; all others are those of the backend, passed on as they are. */
final class DecoratorErrors {

    private DecoratorErrors() {}

    /** A configuration that cannot be used; the message says what to change. */
    static ServiceException invalid(String message) {
        return of(ErrorKind.INVALID_CONFIG, message).build();
    }

    /** An operation that the stack does not allow, though the backend might. */
    static ServiceException unsupported(String message) {
        return of(ErrorKind.UNSUPPORTED, message).build();
    }

    /** Starts an exception that belongs to no backend. */
    static ServiceException.Builder of(ErrorKind kind, String message) {
        return ServiceException.builder(ServiceException.STORAGE_ERROR, kind, message);
    }
}
