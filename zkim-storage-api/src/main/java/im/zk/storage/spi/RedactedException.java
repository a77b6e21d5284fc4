package im.zk.storage.spi;

/**
 * Stands as a cause for an exception whose message must not be passed on, because it may quote a credential, a URL with a
 * signature, or what a service answered: with its class's name and its stack trace alone.
 */
public final class RedactedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Stands for an exception. */
    public RedactedException(Throwable original) {
        super(original.getClass().getName());
        setStackTrace(original.getStackTrace());
    }
}
