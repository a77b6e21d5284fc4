package im.zk.storage.ipfs;

import java.io.IOException;

/** A node with a version that cannot be used. */
final class OldNodeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String version;

    OldNodeException(String version) {
        super("Kubo " + version);
        this.version = version;
    }

    String version() {
        return version;
    }
}
