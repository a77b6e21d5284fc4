package im.zk.storage.spi;

/**
 * What a service answered is not what its protocol allows: a body cut short, a length or checksum that does not fit, a
 * listing that goes round in circles. {@link Calls} makes it {@link im.zk.storage.ErrorKind#CORRUPTED}.
 */
public final class MalformedAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An answer that cannot be right. The message quotes no byte of a value. */
    public MalformedAnswerException(String message) {
        super(message);
    }
}
