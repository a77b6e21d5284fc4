package im.zk.storage.ipfs;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.Failures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Values are pinned at a pinning service that the node knows, for as long as their keys live. */
class PinningTest {

    private static final String TOKEN = "pinning-token-nobody-may-see";

    /** Past so many, keys are not deleted one by one. */
    private static final int MANY = 101;

    private PinningService service;
    private TestDirectory directory;
    private IpfsStorageBackend storage;

    @BeforeEach
    void open() throws Exception {
        service = new PinningService(TOKEN);
        directory = new TestDirectory(TestServers.ipfs());
        directory.node().run("pin/remote/service/add", "arg", service.name(), "arg", service.url(), "arg", TOKEN);
        storage = directory.direct().pinningService(service.name()).build();
    }

    @AfterEach
    void close() throws Exception {
        storage.close();
        directory.node().run("pin/remote/service/rm", "arg", service.name());
        directory.close();
        service.close();
    }

    @Test
    @DisplayName("set asks for a pin of the content under the key's path")
    void set() throws Exception {
        Await.value(storage.set("key", new byte[] {1}));

        assertThat(service.pins()).containsExactly(Map.entry(directory.path("key"), cid("key")));
    }

    @Test
    @DisplayName("A new value has the old one's pin removed, the same value keeps it, and another key's stays")
    void replace() throws Exception {
        Await.value(storage.set("other", new byte[] {1}));
        Await.value(storage.set("key", new byte[] {1}));
        Await.value(storage.set("key", new byte[] {2}));
        Await.value(storage.set("key", new byte[] {2}));

        assertThat(service.pins())
                .contains(
                        Map.entry(directory.path("other"), cid("other")), Map.entry(directory.path("key"), cid("key")))
                .doesNotContain(Map.entry(directory.path("key"), cid("other")));
    }

    @Test
    @DisplayName("delete, clear and batches do as much")
    void removals() throws Exception {
        Await.value(storage.setBatch(Map.of("a", new byte[] {1}, "b", new byte[] {2}, "c", new byte[] {3})));
        assertThat(service.pins()).hasSize(3);
        Await.value(storage.delete("a"));
        Await.value(storage.deleteBatch(List.of("b")));
        assertThat(service.pins()).containsExactly(Map.entry(directory.path("c"), cid("c")));
        Await.value(storage.clear());

        assertThat(service.pins()).isEmpty();
    }

    @Test
    @DisplayName("A name that is too long for a pin is cut, and the pin is found again")
    void longNames() throws Exception {
        String key = "é".repeat(300);
        Await.value(storage.set(key, new byte[] {1}));
        assertThat(service.pins()).hasSize(1);
        Await.value(storage.delete(key));

        assertThat(service.pins()).isEmpty();
    }

    @Test
    @DisplayName(
            "Where the service fails, set fails with UNAVAILABLE and says that the value is stored; a retry pins it")
    void failingService() throws Exception {
        service.fail(true);
        ServiceException failure = Failures.of(storage.set("key", new byte[] {1}), ErrorKind.UNAVAILABLE);
        assertThat(failure.details()).containsEntry("stored", true);
        assertThat(failure.code()).isEqualTo("IPFS_UPLOAD_ERROR");
        assertThat(failure.toString() + failure.getCause()).doesNotContain(TOKEN);
        assertThat(Await.value(storage.get("key"))).containsExactly(1);
        service.fail(false);
        Await.value(storage.set("key", new byte[] {1}));

        assertThat(service.pins()).containsExactly(Map.entry(directory.path("key"), cid("key")));
    }

    @Test
    @DisplayName("Where the service fails, deleteBatch removes all keys, and names those of which pins may be left")
    void failingServiceOfABatch() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int number = 0; number < MANY; number++) {
            entries.put("many/" + number, new byte[] {1});
        }
        try (IpfsStorageBackend unpinned = directory.direct().build()) {
            Await.value(unpinned.setBatch(entries));
        }
        service.fail(true);
        ServiceException failure = Failures.of(storage.deleteBatch(entries.keySet()), ErrorKind.UNAVAILABLE);

        assertThat(failure.details().get(ServiceException.FAILED_KEYS))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .containsExactlyInAnyOrderElementsOf(entries.keySet());
        assertThat(Await.value(storage.keys())).isEmpty();
    }

    @Test
    @DisplayName("A name that the node does not know is INVALID_CONFIG")
    void unknownService() throws Exception {
        try (IpfsStorageBackend wrong =
                directory.direct().pinningService("nobody").build()) {
            Failures.of(wrong.set("key", new byte[] {1}), ErrorKind.INVALID_CONFIG);
            Failures.of(wrong.delete("key"), ErrorKind.INVALID_CONFIG);
        }
    }

    private String cid(String key) throws Exception {
        return String.valueOf(Await.value(storage.cid(key)));
    }
}
