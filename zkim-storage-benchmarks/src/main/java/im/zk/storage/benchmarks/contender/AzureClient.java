package im.zk.storage.benchmarks.contender;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerAsyncClient;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous blob client of the Azure SDK.
 *
 * @param container a container that is there
 */
public record AzureClient(BlobContainerAsyncClient container) implements Contender {

    @Override
    public CompletableFuture<?> set(String key, byte[] value) {
        return container
                .getBlobAsyncClient(key)
                .upload(BinaryData.fromBytes(value), true)
                .toFuture();
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return container.getBlobAsyncClient(key).downloadContent().toFuture().thenApply(BinaryData::toBytes);
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return container.getBlobAsyncClient(key).exists().toFuture();
    }

    @Override
    public CompletableFuture<?> delete(String key) {
        return container.getBlobAsyncClient(key).delete().toFuture();
    }

    @Override
    public void close() {
        // The SDK's clients have nothing to close.
    }
}
