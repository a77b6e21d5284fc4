package im.zk.storage.gcs;

import java.io.IOException;

/** No credentials could be had, or none that are still valid. */
final class CredentialsException extends IOException {

    private static final long serialVersionUID = 1L;

    CredentialsException(String message, Exception cause) {
        super(message, cause);
    }
}
