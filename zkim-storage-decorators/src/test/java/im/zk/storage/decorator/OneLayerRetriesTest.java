package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.s3.Compatibility;
import im.zk.storage.s3.S3StorageBackend;
import im.zk.storage.testservers.FaultyRoute;
import im.zk.storage.testservers.MinioServer;
import im.zk.storage.testservers.TestServers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Requests at a server that fails, where the SDK and the stack are both told to try three times. */
class OneLayerRetriesTest {

    private static final int ATTEMPTS = 3;

    private final MinioServer server = TestServers.minio();
    private final String bucket = "zkim-" + UUID.randomUUID();
    private final FaultyRoute route = FaultyRoute.to(server);

    @BeforeEach
    void createBucket() {
        try (S3Client client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey())))
                .forcePathStyle(true)
                .build()) {
            client.createBucket(request -> request.bucket(bucket));
        }
    }

    @AfterEach
    void closeRoute() {
        route.close();
    }

    @Test
    void requestsAreAsManyAsTheAttemptsOfOneLayer() throws Exception {
        Map<String, Map<String, Long>> requests = new LinkedHashMap<>();
        requests.put("the SDK alone", requests(StorageStack.over(s3()).build()));
        requests.put("the stack", requests(stack()));
        requests.put("both, without the builder", requests(new RetryingStorageBackend(s3(), retry())));
        System.out.println("Requests with " + ATTEMPTS + " attempts in each layer: " + requests);

        assertThat(requests.get("the SDK alone").values()).containsOnly((long) ATTEMPTS);
        assertThat(requests.get("the stack").values()).containsOnly((long) ATTEMPTS);
        assertThat(requests.get("both, without the builder").values()).containsOnly((long) ATTEMPTS * ATTEMPTS);
    }

    @Test
    void theStackSucceedsWhereTheServerDoesAtLast() throws Exception {
        byte[] value = {1, 2, 3};
        try (StorageBackend storage = stack()) {
            storage.set("key", value).get(30, TimeUnit.SECONDS);
            AtomicInteger failures = new AtomicInteger(ATTEMPTS - 1);
            route.answer(request -> failures.getAndDecrement() > 0, 503, Map.of(), new byte[0]);
            CompletableFuture<byte[]> read = storage.get("key");
            assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(value);
        }
    }

    /** The requests of each operation at a server that answers all of them with 503. */
    private Map<String, Long> requests(StorageBackend storage) throws Exception {
        Map<String, Long> requests = new LinkedHashMap<>();
        fail();
        try (storage) {
            for (String name : List.of("set", "get", "has", "delete", "keys", "deleteBatch", "listKeys", "clear")) {
                route.forgetRequests();
                CompletableFuture<?> call = Objects.requireNonNull(
                                Failures.operations("key").get(name))
                        .apply(storage);
                ServiceException failure = (ServiceException)
                        call.handle((value, thrown) -> thrown).get(30, TimeUnit.SECONDS);
                assertThat(failure.kind()).as(name).isIn(ErrorKind.UNAVAILABLE, ErrorKind.RATE_LIMITED);
                requests.put(name, (long) route.requests().size());
            }
        }
        route.restore();
        return requests;
    }

    private void fail() {
        route.forgetRequests();
        route.answer(request -> true, 503, Map.of(), new byte[0]);
    }

    private StorageBackend stack() {
        return StorageStack.over(s3())
                .retry(retry -> retry.maxAttempts(ATTEMPTS).baseDelay(Duration.ofMillis(200)))
                .build();
    }

    private static RetryOptions retry() {
        return RetryOptions.builder()
                .maxAttempts(ATTEMPTS)
                .baseDelay(Duration.ofMillis(10))
                .build();
    }

    private S3StorageBackend s3() {
        return S3StorageBackend.builder()
                .bucket(bucket)
                .endpoint(route.endpoint())
                .compatibility(Compatibility.MINIO)
                .region(server.region())
                .credentials(server.accessKeyId(), server.secretAccessKey())
                .maximumAttempts(ATTEMPTS)
                .build();
    }
}
