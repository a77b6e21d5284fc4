package im.zk.storage.s3;

import software.amazon.awssdk.core.exception.SdkClientException;

/** No credentials could be had, so that nothing was sent. */
final class CredentialsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CredentialsException(SdkClientException cause) {
        super("no credentials", cause);
    }
}
