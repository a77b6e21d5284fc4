package im.zk.storage.rest;

import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterAll;

/** The contract over HTTP/2, the server knowing the six routes alone. */
class PlainHttp2TckTest extends RestTck {

    private static final TestServer SERVER = new TestServer(false);

    PlainHttp2TckTest() {
        super(SERVER, HttpClient.Version.HTTP_2);
    }

    @AfterAll
    static void closeServer() {
        SERVER.close();
    }
}
