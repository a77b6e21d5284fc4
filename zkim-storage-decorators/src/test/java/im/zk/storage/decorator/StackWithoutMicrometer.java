package im.zk.storage.decorator;

import im.zk.storage.InMemoryStorage;
import im.zk.storage.StorageBackend;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** What runs where no class of Micrometer can be loaded. */
public final class StackWithoutMicrometer implements Callable<String> {

    /** For the class loader. */
    public StackWithoutMicrometer() {}

    @Override
    public String call() {
        StorageBackend checksum = new ChecksumStorageBackend(
                new InMemoryStorage(), ChecksumOptions.builder().build());
        StorageBackend retrying = StorageStack.over(checksum).retry().build();
        StorageBackend cache =
                new CachingStorageBackend(retrying, CacheOptions.builder().build());
        byte[] value = {1, 2, 3};
        try (StorageBackend storage =
                new LoggingStorageBackend(cache, LoggingOptions.builder().build())) {
            storage.set("key", value).join();
            if (!Arrays.equals(storage.get("key").join(), value)) {
                throw new AssertionError("another value");
            }
            return failureOfMetrics() + " " + storage;
        }
    }

    private static String failureOfMetrics() {
        try {
            return "none: " + MetricsOptions.builder().build();
        } catch (NoClassDefFoundError expected) {
            return expected.getClass().getSimpleName();
        }
    }
}
