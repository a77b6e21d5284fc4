package im.zk.storage.rest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An answer that is no success; {@link RestErrors} says of which kind. */
final class UnexpectedAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;
    private final transient @Nullable Answer listing;

    /** For an answer that speaks for itself. */
    UnexpectedAnswerException(Answer answer) {
        this(answer, null);
    }

    /** For a 404 that does not say what it is about, with the answer of the listing that was asked for afterwards. */
    UnexpectedAnswerException(Answer answer, @Nullable Answer listing) {
        super("HTTP status " + answer.status() + " for " + answer.method());
        this.answer = answer;
        this.listing = listing;
    }

    /** The answer to the request itself. */
    Answer answer() {
        return answer;
    }

    /** The answer of the listing, or null where none was asked for. */
    @Nullable Answer listing() {
        return listing;
    }
}
