package im.zk.storage.ipfs;

import java.io.IOException;

/** The node's own word that it did not do what it was told to: HTTP status 500 with a message in JSON. */
final class RefusalException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String command;
    private final String reason;

    RefusalException(String command, String reason) {
        super(command + ": " + reason);
        this.command = command;
        this.reason = reason;
    }

    /** What it was told to do. */
    String command() {
        return command;
    }

    /** Its message. */
    String reason() {
        return reason;
    }

    /** Whether blocks are missing that the node would have to fetch from others. */
    boolean saysBlockMissing() {
        return reason.contains("block was not found locally") || reason.contains("ipld: could not find");
    }
}
