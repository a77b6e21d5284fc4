package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cache itself keeps what its contracts say. */
class CachingStorageBackendTest extends CacheInterleavingContract {

    @Override
    CachingStorageBackend newCache(StorageBackend backend, CacheOptions options) {
        return new CachingStorageBackend(backend, options, new CacheEntries(options, nanos::get));
    }

    @Test
    void boundsThatCannotBeUsedAreRefused() {
        for (CacheOptions.Builder each : List.of(
                CacheOptions.builder().maximumBytes(0),
                CacheOptions.builder().maximumValueBytes(-1),
                CacheOptions.builder().maximumBytes(10).maximumValueBytes(11),
                CacheOptions.builder().timeToLive(Duration.ZERO),
                CacheOptions.builder().negativeTimeToLive(Duration.ofSeconds(-1)))) {
            assertThatThrownBy(each::build)
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            failure -> org.assertj.core.api.Assertions.assertThat(failure.kind())
                                    .isEqualTo(ErrorKind.INVALID_CONFIG))
                    .hasMessageContaining("cache's");
        }
    }

    /** Over a store whose calls end on other threads. */
    static class RaceTest extends CacheRaceContract {
        @Override
        CachingStorageBackend newCache(StorageBackend backend, CacheOptions options) {
            return new CachingStorageBackend(backend, options);
        }
    }
}
