package im.zk.storage.tck;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Backends that break K1 to K5. */
final class KeyMutants {

    private KeyMutants() {}

    @Breaks("K5")
    static class ClearsByBarePrefix extends ReferenceTck {
        @Override
        StorageBackend make(Bucket bucket, String namespace, @Nullable Executor executor) {
            return new ReferenceBackend(bucket, namespace, executor) {
                @Override
                public CompletableFuture<@Nullable Void> clear() {
                    return calls.runBlocking(Operation.CLEAR, () -> {
                        bucket.objects.keySet().removeIf(name -> name.startsWith(namespace));
                        return null;
                    });
                }
            };
        }
    }
}
