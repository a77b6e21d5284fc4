package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.StorageBackend;
import org.junit.jupiter.api.Test;

/** The timeout keeps its promises. */
class TimeoutStorageBackendTest extends TimeoutContract {

    @Override
    StorageBackend timingOut(StorageBackend backend, ManualTimer timer) {
        return new TimeoutStorageBackend(backend, TIMEOUT, timer);
    }

    @Test
    void theTextShowsWhatIsWrapped() {
        assertThat(timingOut(below, timer)).hasToString("Timeout(Manual)");
    }
}
