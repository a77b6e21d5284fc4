package im.zk.storage.rest;

import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterAll;

/** The contract over HTTP/1.1, the server knowing the six routes alone. */
class PlainHttp1TckTest extends RestTck {

    private static final TestServer SERVER = new TestServer(false);

    PlainHttp1TckTest() {
        super(SERVER, HttpClient.Version.HTTP_1_1);
    }

    @AfterAll
    static void closeServer() {
        SERVER.close();
    }
}
