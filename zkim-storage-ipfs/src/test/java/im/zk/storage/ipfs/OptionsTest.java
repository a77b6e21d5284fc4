package im.zk.storage.ipfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import java.net.http.HttpClient;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options and configuration, checked before anything is sent. */
class OptionsTest {

    @ParameterizedTest
    @CsvSource({
        "ipfs:, Ipfs[http://localhost:5001/zkim-files]",
        "ipfs://node:5001, Ipfs[http://node:5001/zkim-files]",
        "ipfs://node:5001/my-files, Ipfs[http://node:5001/my-files]",
        "ipfs://node:5001/a/b/, Ipfs[http://node:5001/a%/b]",
        "ipfs:https://node.example.com/rpc?prefix=p, Ipfs[https://node.example.com/rpc/p]",
        "ipfs:http://node:5001/api/v0, Ipfs[http://node:5001/zkim-files]",
        "ipfs:?ipfsUrl=http://node:1&prefix=p&pinningService=s&callTimeoutMillis=5, Ipfs[http://node:1/p]",
    })
    @DisplayName("A URI names the node and the directory")
    void uris(String uri, String text) {
        try (StorageBackend storage = StorageBackends.create(uri)) {
            assertThat(storage).hasToString(text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ipfs:somewhere",
                "ipfs://node:5001?ipfsUrl=http://other",
                "ipfs://node:5001/a?prefix=b",
                "ipfs:ftp://node",
                "ipfs:?prefix=ipfs",
                "ipfs:?prefix=ipns/",
                "ipfs:?prefix=a%25b",
                "ipfs:?prefix=a/../b",
                "ipfs:?username=u",
                "ipfs:?username=u&password=p&bearerToken=t",
                "ipfs:?bearerToken=a%20b",
                "ipfs:?callTimeoutMillis=0",
                "ipfs:?maximumValueBytes=2147483647",
                "ipfs:?pinService=x",
                "ipfs:http://user:secret@node:5001"
            })
    @DisplayName("What cannot be used is refused with INVALID_CONFIG, without what may be secret")
    void refused(String uri) {
        assertInvalid(() -> StorageBackends.create(uri));
    }

    @Test
    @DisplayName("A client that follows redirects is refused, for they may carry the credentials to another host")
    void redirectingClients() {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
        assertInvalid(() -> IpfsStorageBackend.builder().client(client).build());
        assertInvalid(
                () -> IpfsStorageBackend.builder().connectTimeout(Duration.ZERO).build());
        assertInvalid(() -> IpfsStorageBackend.builder().basic("a:b", "p").build());
    }

    @Test
    @DisplayName("Options print without credentials")
    void secrets() {
        IpfsStorageOptions options =
                IpfsStorageOptions.builder().basic("user", "pass-word").build();

        assertThat(options.toString())
                .isEqualTo("IpfsStorageOptions[http://localhost:5001/zkim-files, credentials ***]");
    }

    private static void assertInvalid(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_CONFIG))
                .hasMessageNotContaining("secret");
    }
}
