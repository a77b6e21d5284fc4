package im.zk.storage.rest;

import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterAll;

/** The contract over HTTP/2, with the server's extensions. */
class Http2TckTest extends RestTck {

    private static final TestServer SERVER = new TestServer(true);

    Http2TckTest() {
        super(SERVER, HttpClient.Version.HTTP_2);
    }

    @AfterAll
    static void closeServer() {
        SERVER.close();
    }
}
