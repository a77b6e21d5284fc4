package im.zk.storage.benchmarks.contender;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.apache.opendal.AsyncOperator;
import org.apache.opendal.Entry;
import org.apache.opendal.ListOptions;
import org.apache.opendal.OpenDALException;
import org.apache.opendal.Operator;
import org.jspecify.annotations.Nullable;

/**
 * Apache OpenDAL's Java binding: its asynchronous operator, and to read values its blocking one on threads, because the
 * asynchronous one keeps what it has read reachable, until the heap is full. What it allocates lies outside of the JVM's
 * heap.
 */
public final class OpenDal implements Contender {

    private final AsyncOperator operator;
    private final Operator blocking;
    private final ExecutorService threads = BlockingContender.newThreads();

    /** An operator of a service, such as {@code s3}, with the settings that OpenDAL documents for it. */
    public OpenDal(String service, Map<String, String> settings) {
        operator = AsyncOperator.of(service, settings);
        blocking = operator.blocking();
    }

    @Override
    public CompletableFuture<?> set(String key, byte[] value) {
        return operator.write(key, value);
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return CompletableFuture.supplyAsync(() -> blocking.read(key), threads);
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return operator.stat(key).handle((metadata, failure) -> {
            if (failure == null) {
                return true;
            }
            if (failure instanceof OpenDALException error && error.getCode() == OpenDALException.Code.NotFound) {
                return false;
            }
            throw new IllegalStateException(failure);
        });
    }

    @Override
    public CompletableFuture<?> delete(String key) {
        return operator.delete(key);
    }

    /** How many files there are below the root; all of them are in memory at a time. */
    public long count() {
        List<Entry> entries = operator.list(
                        "/", ListOptions.builder().recursive(true).build())
                .join();
        return entries.stream().filter(entry -> entry.metadata.isFile()).count();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        blocking.close();
        operator.close();
    }
}
