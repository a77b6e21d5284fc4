package im.zk.storage.rest;

import java.io.IOException;

/** A server that had extensions answers as one without: it was replaced. The next call asks again. */
final class ExtensionsLostException extends IOException {

    private static final long serialVersionUID = 1L;

    ExtensionsLostException() {
        super("The server answered without its extensions");
    }
}
