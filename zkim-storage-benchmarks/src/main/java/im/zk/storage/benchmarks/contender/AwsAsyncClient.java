package im.zk.storage.benchmarks.contender;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The asynchronous S3 client of the AWS SDK.
 *
 * @param client the client, which ends with the contender
 * @param bucket a bucket that is there
 */
public record AwsAsyncClient(S3AsyncClient client, String bucket) implements Contender {

    @Override
    public CompletableFuture<?> set(String key, byte[] value) {
        return client.putObject(request -> request.bucket(bucket).key(key), AsyncRequestBody.fromBytes(value));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return client.getObject(request -> request.bucket(bucket).key(key), AsyncResponseTransformer.toBytes())
                .thenApply(ResponseBytes::asByteArray);
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return client.headObject(request -> request.bucket(bucket).key(key)).handle((answer, failure) -> {
            if (failure == null) {
                return true;
            }
            if (failure.getCause() instanceof NoSuchKeyException) {
                return false;
            }
            throw new CompletionException(failure);
        });
    }

    @Override
    public CompletableFuture<?> delete(String key) {
        return client.deleteObject(request -> request.bucket(bucket).key(key));
    }

    @Override
    public void close() {
        client.close();
    }
}
