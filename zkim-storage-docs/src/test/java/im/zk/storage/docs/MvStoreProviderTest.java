package im.zk.storage.docs;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.StorageBackend;
import im.zk.storage.StorageConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvStoreProviderTest {

    @TempDir
    Path folder;

    @Test
    void whatOneBackendStoredTheNextOneReads() {
        StorageConfig config = StorageConfig.of(
                "mvstore", Map.of("fileName", folder.resolve("store").toString()));
        try (StorageBackend storage = new MvStoreProvider().create(config)) {
            storage.set("key", new byte[] {1, 2}).join();
        }

        try (StorageBackend storage = new MvStoreProvider().create(config)) {
            assertThat(storage.get("key").join()).containsExactly(1, 2);
        }
    }
}
