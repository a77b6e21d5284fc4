package im.zk.storage.rest;

import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterAll;

/** The contract over HTTP/1.1, with the server's extensions. */
class Http1TckTest extends RestTck {

    private static final TestServer SERVER = new TestServer(true);

    Http1TckTest() {
        super(SERVER, HttpClient.Version.HTTP_1_1);
    }

    @AfterAll
    static void closeServer() {
        SERVER.close();
    }
}
