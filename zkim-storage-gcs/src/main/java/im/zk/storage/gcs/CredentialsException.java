package im.zk.storage.gcs;

import java.io.IOException;

/** No credentials could be had, so that nothing was sent. */
final class CredentialsException extends IOException {

    private static final long serialVersionUID = 1L;

    CredentialsException(IOException cause) {
        super("no credentials", cause);
    }
}
