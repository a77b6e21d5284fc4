package im.zk.storage.s3;

/** No credentials could be had, so that nothing was sent. */
final class CredentialsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CredentialsException(RuntimeException cause) {
        super("no credentials", cause);
    }

    /** Whether they are of a sort that needs a module of the SDK which is not there. */
    boolean needsModule() {
        return getCause() instanceof IllegalStateException;
    }
}
