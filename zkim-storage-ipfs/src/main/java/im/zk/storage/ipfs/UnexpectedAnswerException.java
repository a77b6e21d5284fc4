package im.zk.storage.ipfs;

import java.io.IOException;

/** An answer that no IPFS node gives, or that says no more than its status; {@link IpfsErrors} says of which kind. */
final class UnexpectedAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean html;

    UnexpectedAnswerException(String command, int status, boolean html) {
        super("HTTP status " + status + " for " + command);
        this.status = status;
        this.html = html;
    }

    int status() {
        return status;
    }

    /** Whether a web page came back: what proxies and gateways answer. */
    boolean isHtml() {
        return html;
    }
}
