package im.zk.storage.azure;

/** A value that is not taken or not fetched because of its size. */
final class ValueTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ValueTooLargeException(long bytes, long maximum) {
        super("The value has " + bytes + " bytes; at most " + maximum + " are allowed");
    }
}
