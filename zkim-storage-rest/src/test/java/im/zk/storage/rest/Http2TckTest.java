package im.zk.storage.rest;

import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;

/** The contract over HTTP/2, as it is spoken over TLS, with the server's extensions. */
class Http2TckTest extends RestTck {

    private static final SSLContext TRUSTED_BEFORE = makeDefault();
    private static final TestServer SERVER = new TestServer(true, defaultContext());

    Http2TckTest() {
        super(SERVER, HttpClient.Version.HTTP_2);
    }

    @AfterAll
    static void closeServer() {
        SERVER.close();
        SSLContext.setDefault(TRUSTED_BEFORE);
    }

    /** So that the backend's own client trusts the server, and not one that is passed in. */
    private static SSLContext makeDefault() {
        SSLContext before = defaultContext();
        try {
            SSLContext.setDefault(SelfSigned.context());
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
        return before;
    }

    private static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException failure) {
            throw new AssertionError(failure);
        }
    }
}
