package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.StorageBackend;
import org.junit.jupiter.api.Test;

/** Read-only storage keeps its promises. */
class ReadOnlyStorageBackendTest extends ReadOnlyContract {

    @Override
    StorageBackend readOnly(StorageBackend backend) {
        return new ReadOnlyStorageBackend(backend);
    }

    @Test
    void theTextShowsWhatIsWrapped() {
        assertThat(readOnly(below)).hasToString("ReadOnly(Manual)");
    }
}
