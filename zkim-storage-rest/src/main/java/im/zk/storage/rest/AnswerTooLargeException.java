package im.zk.storage.rest;

import java.io.IOException;

/** A body that has more bytes than are to be read. */
final class AnswerTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long maximum;

    AnswerTooLargeException(long maximum) {
        super("The answer has more than " + maximum + " bytes");
        this.maximum = maximum;
    }

    /** How many bytes were allowed. */
    long maximum() {
        return maximum;
    }
}
