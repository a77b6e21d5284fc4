package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import org.junit.jupiter.api.Test;

/** The concurrency limit keeps its promises. */
class ConcurrencyLimitStorageBackendTest extends ConcurrencyLimitContract {

    @Override
    StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
        return new ConcurrencyLimitStorageBackend(backend, options, timer);
    }

    @Test
    void theTextShowsTheLimitAndWhatIsWrapped() {
        assertThat(storage(64, 1)).hasToString("Limit[64](Manual)");
    }

    @Test
    void whatCannotBeUsedIsRefused() {
        assertThatThrownBy(() -> ConcurrencyLimitOptions.builder().build())
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("1 at least, but is 0");
        assertThatThrownBy(() -> ConcurrencyLimitOptions.builder()
                        .maxConcurrent(1)
                        .maxQueued(-1)
                        .build())
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("queue must be 0 at least");
    }
}
