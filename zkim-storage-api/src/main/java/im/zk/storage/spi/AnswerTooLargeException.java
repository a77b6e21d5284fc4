package im.zk.storage.spi;

import java.io.IOException;

/** A body that has more bytes than are to be read. */
public final class AnswerTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long maximum;

    /** More bytes than were allowed. */
    public AnswerTooLargeException(long maximum) {
        super("The answer has more than " + maximum + " bytes");
        this.maximum = maximum;
    }

    /** How many bytes were allowed. */
    public long maximum() {
        return maximum;
    }
}
