package im.zk.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.models.BlobHttpHeaders;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import im.zk.storage.ErrorKind;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.ToxicProxy;
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.Failures;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Large values, and the checksum of every value. */
class UploadsTest {

    private static final int BLOCK = 1 << 20;

    private static TestContainer container;

    @BeforeAll
    static void createContainer() {
        container = new TestContainer(TestServers.azurite());
    }

    @Test
    @DisplayName("A value in blocks comes back whole, on both sides of the size of a block, with its MD5")
    void blocks() {
        try (AzureStorageBackend storage = container.backend().blockSize(BLOCK).build()) {
            for (int size : List.of(BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK, 9 * BLOCK + 7)) {
                byte[] value = new byte[size];
                new Random(size).nextBytes(value);
                storage.set("key", value).join();
                assertThat(storage.get("key").join()).as(size + " bytes").isEqualTo(value);
                assertThat(container
                                .client()
                                .getBlobClient("zkim-files/key")
                                .getProperties()
                                .getContentMd5())
                        .isEqualTo(Checksums.md5(value, 0, size));
            }
        }
    }

    @Test
    @DisplayName(
            "An upload in blocks that breaks off, or is cancelled, leaves the old value, and no key where none was")
    void failure() throws Exception {
        try (ToxicProxy proxy = TestServers.toxiproxy().proxy(TestServers.azurite());
                AzureStorageBackend direct = container.backend().build();
                AzureStorageBackend storage = container
                        .backend(proxy.host(), proxy.port())
                        .blockSize(BLOCK)
                        .maximumAttempts(1)
                        .build()) {
            direct.set("old", new byte[] {1}).join();
            proxy.limitData(ToxicDirection.UPSTREAM, BLOCK + BLOCK / 2);
            byte[] value = new byte[8 * BLOCK];
            Failures.of(storage.set("old", value), ErrorKind.UNAVAILABLE);
            Failures.of(storage.set("new", value), ErrorKind.UNAVAILABLE);
            proxy.restore();
            proxy.bandwidth(ToxicDirection.UPSTREAM, 500_000);
            CompletableFuture<?> cancelled = storage.set("old", value);
            Await.until("the upload is under way", () -> proxy.openConnections() > 0);
            cancelled.cancel(true);
            Await.until("its connections are closed", () -> proxy.openConnections() == 0);

            assertThat(direct.get("old").join()).containsExactly(1);
            assertThat(direct.get("new").join()).isNull();
            assertThat(direct.has("new").join()).isFalse();
            assertThat(direct.keys().join()).contains("old").doesNotContain("new");
        }
    }

    @Test
    @DisplayName(
            "Two values in blocks under one key at once: one of them is there, whole; a set that fails is a CONFLICT")
    void together() {
        try (AzureStorageBackend storage = container.backend().blockSize(BLOCK).build()) {
            for (int round = 0; round < 5; round++) {
                byte[] first = new byte[3 * BLOCK];
                byte[] second = new byte[4 * BLOCK];
                List<CompletableFuture<?>> both = List.of(storage.set("shared", first), storage.set("shared", second));
                long stored = both.stream().filter(UploadsTest::isStored).count();
                assertThat(stored).isPositive();
                assertThat(storage.get("shared").join().length).isIn(first.length, second.length);
            }
        }
    }

    @Test
    @DisplayName("Bytes that do not fit the MD5 that the service keeps are CORRUPTED; without one they are taken")
    void corrupted() {
        byte[] wrong = Checksums.md5(new byte[] {1}, 0, 1);
        container.put("zkim-files/wrong", "hello");
        container.client().getBlobClient("zkim-files/wrong").setHttpHeaders(new BlobHttpHeaders().setContentMd5(wrong));
        container.client().getBlobClient("zkim-files/none").upload(BinaryData.fromString("hello"));
        container.client().getBlobClient("zkim-files/none").setHttpHeaders(new BlobHttpHeaders());
        try (AzureStorageBackend storage = container.backend().build()) {
            assertThat(Failures.of(storage.get("wrong"), ErrorKind.CORRUPTED)).hasMessageContaining("MD5");
            assertThat(storage.get("none").join()).asString().isEqualTo("hello");
        }
    }

    @Test
    @DisplayName("A blob over the limit is not read, and its connection is free again or closed")
    void tooLarge() throws Exception {
        container.client().getBlobClient("zkim-files/huge").upload(BinaryData.fromBytes(new byte[8 << 20]), true);
        try (ToxicProxy proxy = TestServers.toxiproxy().proxy(TestServers.azurite());
                AzureStorageBackend storage = container
                        .backend(proxy.host(), proxy.port())
                        .maximumValueBytes(1 << 20)
                        .build()) {
            for (int round = 0; round < 2 * OwnClient.CONNECTIONS; round++) {
                Failures.of(storage.get("huge"), ErrorKind.VALUE_TOO_LARGE);
            }
            assertThat(storage.get("missing").join()).isNull();
            Await.until("connections are closed", () -> proxy.openConnections() <= 2);
        }
    }

    private static boolean isStored(CompletableFuture<?> set) {
        try {
            set.join();
            return true;
        } catch (java.util.concurrent.CompletionException failed) {
            Failures.of(set, ErrorKind.CONFLICT);
            return false;
        }
    }
}
