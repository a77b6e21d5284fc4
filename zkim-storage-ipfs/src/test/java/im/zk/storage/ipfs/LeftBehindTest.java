package im.zk.storage.ipfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.ToxicProxy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a backend remembers of the values that it could not store. */
class LeftBehindTest {

    private static final byte[] VALUE = {1};

    private final LeftBehind leftBehind = new LeftBehind();

    @Test
    @DisplayName("Values that never reached the node are not remembered, however many there are while it is away")
    void unreached() throws Exception {
        try (ToxicProxy proxy = TestServers.toxiproxy().proxy(TestServers.ipfs())) {
            proxy.disable();
            ValueWriter writer = writer(proxy.port());
            assertThatThrownBy(() -> writer.write("key", VALUE)).isInstanceOf(ConnectException.class);
            Map<String, String> stored = new LinkedHashMap<>();
            assertThat(writer.writeAll(Map.of("a", VALUE, "b", VALUE), stored)).containsOnlyKeys("a", "b");

            assertThat(stored).isEmpty();
            assertThat(leftBehind.size()).isZero();
        }
    }

    @Test
    @DisplayName("Of values that may have been left on the node, the latest are remembered, and no more than so many")
    void bounded() {
        for (int number = 0; number <= LeftBehind.MOST_KEYS; number++) {
            leftBehind.add(Set.of("key-" + number), false, new IOException("reset"));
        }
        leftBehind.add(Set.of("key-1"), true, new ConnectException("refused"));

        assertThat(leftBehind.size()).isEqualTo(LeftBehind.MOST_KEYS);
        assertThat(leftBehind.remove("key-0")).isFalse();
        for (String key : List.of("key-1", "key-" + LeftBehind.MOST_KEYS)) {
            assertThat(leftBehind.remove(key)).isTrue();
            assertThat(leftBehind.remove(key)).isFalse();
        }
    }

    private ValueWriter writer(int port) {
        IpfsStorageOptions options =
                IpfsStorageOptions.builder().ipfsUrl("http://127.0.0.1:" + port).build();
        NodeApi node = new NodeApi(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), options);
        KeyDirectory directory = new KeyDirectory(node, options.directory());
        Uploads uploads = new Uploads(node, new NodeVersion(node), directory);
        return new ValueWriter(uploads, directory, new Removals(directory), leftBehind);
    }
}
