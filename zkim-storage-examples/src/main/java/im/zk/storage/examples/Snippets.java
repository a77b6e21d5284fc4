package im.zk.storage.examples;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.StorageConfig;
import im.zk.storage.decorator.RetryBudget;
import im.zk.storage.decorator.StorageStack;
import im.zk.storage.file.FileStorageBackend;
import im.zk.storage.ipfs.IpfsStorageBackend;
import im.zk.storage.jdbc.PostgresStorageBackend;
import im.zk.storage.rest.RestStorageBackend;
import im.zk.storage.rest.server.StorageServer;
import im.zk.storage.s3.S3StorageBackend;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** The snippets of the README: each stands between two comments that name it, and a test compares them. */
final class Snippets {

    private Snippets() {}

    static byte @Nullable [] quickStart(byte[] picture) {
        // snippet: quick-start
        try (StorageBackend storage = StorageBackends.create("file:zkim-store")) {
            storage.set("users/42/avatar.png", picture).join();
            byte[] stored = storage.get("users/42/avatar.png").join(); // null: no such key
            StorageBackends.forEachKey(storage, KeyQuery.prefix("users/"), System.out::println)
                    .join();
            return stored;
        }
        // end
    }

    static StorageBackend fromEnvironment() {
        // snippet: from-environment
        return StorageBackends.create(StorageConfig.fromEnvironment(System.getenv(), "ZKIM_STORAGE_"));
        // end
    }

    static StorageBackend fromCode() {
        // snippet: from-code
        return FileStorageBackend.builder().directory(Path.of("zkim-store")).build();
        // end
    }

    static StorageBackend postgres(String password) {
        // snippet: postgres
        return PostgresStorageBackend.builder()
                .connectionString("jdbc:postgresql://localhost:5432/zkim?sslmode=verify-full")
                .username("app")
                .password(password)
                .prefix("tenant-a")
                .build();
        // end
    }

    static StorageBackend ipfs() {
        // snippet: ipfs
        return IpfsStorageBackend.builder()
                .ipfsUrl("http://localhost:5001")
                .prefix("my-files")
                .build();
        // end
    }

    static StorageBackend restClient(String token) {
        // snippet: rest-client
        return RestStorageBackend.builder()
                .baseUrl("https://storage.example.com/v1")
                .apiKey(token)
                .build();
        // end
    }

    static StorageBackend s3() {
        // snippet: s3
        return S3StorageBackend.builder()
                .bucket("my-bucket")
                .region("eu-west-1")
                .build();
        // end
    }

    static StorageBackend minio() {
        // snippet: minio
        return StorageBackends.create("s3://my-bucket/my-prefix?endpoint=http://localhost:9000&compatibility=minio");
        // end
    }

    static StorageServer restServer(String token) {
        // snippet: rest-server
        StorageBackend files = StorageBackends.create("file:zkim-store");
        StorageServer server = StorageServer.builder()
                .backend("/v1", files)
                .apiKey(token)
                .port(8080)
                .start(); // until server.close()
        // end
        return server;
    }

    static StorageBackend adapt(MVMap<String, byte[]> map) {
        // snippet: adapt
        return StorageBackends.adapt(map::put, map::get, map::remove, map::keySet);
        // end
    }

    static StorageBackend stack(StorageBackend s3, MeterRegistry registry) {
        // snippet: stack
        StorageBackend storage = StorageStack.over(s3)
                .metrics(registry)
                .cache(cache -> cache.maximumBytes(64 << 20))
                .retry(retry -> retry.maxAttempts(5))
                .timeout(Duration.ofSeconds(10))
                .build();
        // end
        return storage;
    }

    static StorageBackend stackFromConfiguration() {
        // snippet: stack-config
        return StorageBackends.create(
                "s3://my-bucket?cacheMaximumBytes=67108864&retryMaximumAttempts=5&operationTimeoutMillis=10000");
        // end
    }

    static List<StorageBackend> sharedBudget(StorageBackend one, StorageBackend other) {
        // snippet: retry-budget
        RetryBudget budget = RetryBudget.of(50, 0.1); // 50 retries at once, then one for ten successes
        StorageBackend first =
                StorageStack.over(one).retry(retry -> retry.budget(budget)).build();
        StorageBackend second =
                StorageStack.over(other).retry(retry -> retry.budget(budget)).build();
        // end
        return List.of(first, second);
    }

    static StorageBackend limited(StorageBackend backend) {
        // snippet: limit
        return StorageStack.over(backend)
                .concurrencyLimit(limit -> limit.maxConcurrent(64).maxQueued(500))
                .build();
        // end
    }

    static StorageBackend tenant(StorageBackend backend) {
        // snippet: key-prefix
        return StorageStack.over(backend).keyPrefix("tenant-a").readOnly().build();
        // end
    }

    static CompletableFuture<byte @Nullable []> errors(StorageBackend storage, String key) {
        // snippet: errors
        return storage.get(key).exceptionally(failure -> {
            if (failure instanceof ServiceException error && error.kind() == ErrorKind.UNAVAILABLE) {
                System.err.println(error.code() + " " + error.details() + ": " + error.getMessage());
            }
            throw (RuntimeException) failure;
        });
        // end
    }
}
