package im.zk.storage.azure;

/** Stands for an exception of the SDK's whose message may quote a URL with a signature, or what the service received. */
final class RedactedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedactedException(Throwable original) {
        super(original.getClass().getName());
        setStackTrace(original.getStackTrace());
    }
}
