package im.zk.storage.ipfs;

import java.io.IOException;

/** A pinning service, or the node in its place, did not do what it was asked to. Its words may hold what is secret. */
final class RemotePinException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean unknownService;

    RemotePinException(RefusalException refusal) {
        super(refusal.command() + " failed");
        unknownService = refusal.reason().equals("service not known");
    }

    /** Whether the node has no service of that name. */
    boolean isUnknownService() {
        return unknownService;
    }
}
