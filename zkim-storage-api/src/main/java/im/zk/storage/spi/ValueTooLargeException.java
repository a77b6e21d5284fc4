package im.zk.storage.spi;

import im.zk.storage.ErrorKind;

/**
 * A value that is not sent, or not fetched, because of its size. An operation that fails with it fails with
 * {@link ErrorKind#VALUE_TOO_LARGE}.
 */
public final class ValueTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A value over the limit.
     *
     * @param bytes how many it has
     * @param maximum how many are allowed
     */
    public ValueTooLargeException(long bytes, long maximum) {
        super("The value has " + bytes + " bytes; at most " + maximum + " are allowed");
    }
}
