package im.zk.storage.docs;

import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.StorageConfig;
import im.zk.storage.azure.AzureStorageBackend;
import im.zk.storage.decorator.StorageStack;
import im.zk.storage.gcs.GcsStorageBackend;
import im.zk.storage.ipfs.IpfsStorageBackend;
import im.zk.storage.jdbc.PostgresStorageBackend;
import im.zk.storage.rest.RestStorageBackend;
import im.zk.storage.s3.S3StorageBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The snippets of docs/from-typescript.md. */
final class FromTypescript {

    private FromTypescript() {}

    static CompletableFuture<Integer> use(StorageBackend backend, byte[] value) {
        // snippet: use
        return backend.set("report.pdf", value)
                .thenCompose(done -> backend.get("report.pdf"))
                .thenApply(found -> found == null ? 0 : found.length);
        // end
    }

    static CompletableFuture<byte @Nullable []> handle(StorageBackend backend, String key) {
        // snippet: handle
        return backend.get(key).whenComplete((value, failure) -> {
            if (failure instanceof ServiceException error) {
                System.err.println(error.code() + " " + error.kind() + " "
                        + error.details().get("key"));
            }
        });
        // end
    }

    static StorageBackend s3(String accessKeyId, String secretAccessKey) {
        // snippet: s3
        return S3StorageBackend.builder()
                .bucket("my-bucket")
                .region("us-east-1")
                .credentials(accessKeyId, secretAccessKey)
                .prefix("zkim-files/")
                .build();
        // end
    }

    static StorageBackend azure(String connectionString) {
        // snippet: azure
        return AzureStorageBackend.builder()
                .connectionString(connectionString)
                .containerName("my-container")
                .prefix("zkim-files/")
                .build();
        // end
    }

    static StorageBackend gcs(Path keyFilename) {
        // snippet: gcs
        return GcsStorageBackend.builder()
                .bucketName("my-bucket")
                .keyFilename(keyFilename)
                .prefix("zkim-files/")
                .build();
        // end
    }

    static StorageBackend ipfs(String pinningService) {
        // snippet: ipfs
        return IpfsStorageBackend.builder()
                .ipfsUrl("http://localhost:5001")
                .pinningService(pinningService)
                .build();
        // end
    }

    static StorageBackend postgres() {
        // snippet: postgres
        return PostgresStorageBackend.builder()
                .connectionString("postgresql://app@localhost:5432/zkim")
                .tableName("zkim_files")
                .build();
        // end
    }

    static StorageBackend rest(String apiKey) {
        // snippet: rest
        return RestStorageBackend.builder()
                .baseUrl("https://storage.example.com")
                .apiKey(apiKey)
                .build();
        // end
    }

    static StorageBackend retry(StorageBackend backend) {
        // snippet: retry
        return StorageStack.over(backend)
                .retry(retry -> retry.maxAttempts(3).deadline(Duration.ofSeconds(30)))
                .build();
        // end
    }

    static StorageBackend cache(StorageBackend backend) {
        // snippet: cache
        return StorageStack.over(backend)
                .cache(cache -> cache.maximumBytes(64 << 20).timeToLive(Duration.ofMinutes(1)))
                .build();
        // end
    }

    static CompletableFuture<@Nullable Void> batch(StorageBackend backend, byte[] one, byte[] other) {
        // snippet: batch
        return backend.setBatch(Map.of("one", one, "other", other));
        // end
    }

    static StorageBackend prefix(StorageBackend backend, String userId) {
        // snippet: prefix
        return StorageStack.over(backend).keyPrefix(userId).build();
        // end
    }

    static StorageBackend adapter(ExistingStorage existing) {
        // snippet: adapter
        return StorageBackends.adapt(existing::write, existing::read, existing::remove, existing::list);
        // end
    }

    static StorageBackend proxy(StorageBackend backend) {
        // snippet: proxy
        return StorageStack.over(backend).logging().build();
        // end
    }

    // snippet: own-proxy
    /** Says how much is stored; all else is passed on. */
    static final class Announcing extends ForwardingStorageBackend {
        Announcing(StorageBackend delegate) {
            super(delegate);
        }

        @Override
        public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
            System.out.println("set " + key + ", " + value.length + " bytes");
            return super.set(key, value);
        }
    }
    // end

    static StorageBackend factory() {
        // snippet: factory
        return StorageBackends.create(
                StorageConfig.fromMap(Map.of("type", "s3", "bucket", "my-bucket", "region", "us-east-1")));
        // end
    }

    /** A store that is there already, and blocks. */
    interface ExistingStorage {
        void write(String key, byte[] value) throws Exception;

        byte @Nullable [] read(String key) throws Exception;

        void remove(String key) throws Exception;

        List<String> list() throws Exception;
    }
}
