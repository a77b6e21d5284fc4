package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import im.zk.storage.tck.DecoratorTck;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** The whole contract for a cache that also keeps that a key is missing. */
class CachingStorageBackendTckTest extends DecoratorTck {

    /** So short that what other clients write is seen while the kit waits. */
    private static final Duration TIME_TO_LIVE = Duration.ofMillis(50);

    @Override
    protected StorageBackend decorate(StorageBackend backend) {
        return new CachingStorageBackend(
                backend,
                CacheOptions.builder()
                        .timeToLive(TIME_TO_LIVE)
                        .negativeTimeToLive(TIME_TO_LIVE)
                        .build());
    }

    /** What is kept needs no executor. */
    @Override
    protected Optional<StorageBackend> openWith(String namespace, ExecutorService executor) {
        return Optional.empty();
    }
}
