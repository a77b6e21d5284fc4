package im.zk.storage.gcs;

import java.io.IOException;

/** An object's bytes arrived other than they are stored; to read them again may help. */
final class BrokenBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenBodyException(String message) {
        super(message);
    }

    BrokenBodyException(String message, IOException cause) {
        super(message, cause);
    }
}
