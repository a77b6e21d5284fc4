package im.zk.storage.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.ipfs.IpfsStorageBackend;
import im.zk.storage.rest.RestStorageBackend;
import im.zk.storage.rest.server.StorageServer;
import im.zk.storage.s3.Compatibility;
import im.zk.storage.testservers.FakeGcsServer;
import im.zk.storage.testservers.FaultyRoute;
import im.zk.storage.testservers.TestServers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** At DEBUG, each request that a service answered is a line with the id by which the service knows it. */
@ResourceLock(Resources.SYSTEM_ERR)
class RequestIdsTest {

    private static final byte[] VALUE = "a value of this test".getBytes(UTF_8);
    private static final String KEY = "a/private/key";
    private static final String UUID_PATTERN = "[0-9a-f-]{36}";

    private final String name = "zkim-" + UUID.randomUUID();

    @Test
    void minio() {
        try (StorageBackend storage = TestBackends.s3(TestServers.minio(), Compatibility.MINIO, name)) {
            String ids = " 20[04], request [0-9A-F]{16} [0-9a-f]{64}";
            assertLogged(() -> storage.set(KEY, VALUE), "DEBUG S3 PutObject" + ids);
            assertLogged(() -> storage.get(KEY), "DEBUG S3 GetObject" + ids);
            assertLogged(() -> storage.has(KEY), "DEBUG S3 HeadObject" + ids);
            assertLogged(storage::keys, "DEBUG S3 ListObjectsV2" + ids);
            assertLogged(() -> storage.deleteBatch(List.of(KEY)), "DEBUG S3 DeleteObjects" + ids);
        }
    }

    @Test
    void azurite() {
        try (StorageBackend storage = TestBackends.azure(TestServers.azurite(), name)) {
            String ids = " 20[0-6], request " + UUID_PATTERN + " " + UUID_PATTERN;
            assertLogged(() -> storage.set(KEY, VALUE), "DEBUG Azure PUT" + ids);
            assertLogged(() -> storage.get(KEY), "DEBUG Azure GET" + ids);
            assertLogged(() -> storage.has(KEY), "DEBUG Azure HEAD" + ids);
            assertLogged(storage::keys, "DEBUG Azure GET" + ids);
            assertLogged(() -> storage.deleteBatch(List.of(KEY)), "DEBUG Azure POST" + ids);
        }
    }

    @Test
    void gcs() {
        FakeGcsServer server = TestServers.fakeGcs();
        try (FaultyRoute route = FaultyRoute.to(server);
                StorageBackend storage = TestBackends.gcs(server, name);
                StorageBackend routed = TestBackends.gcs(route.endpoint(), name)) {
            assertLogged(() -> storage.set(KEY, VALUE), "DEBUG GCS POST 200, request without id");
            assertLogged(() -> storage.get(KEY), "DEBUG GCS GET 200, request without id");
            assertLogged(() -> storage.deleteBatch(List.of(KEY)), "DEBUG GCS POST 200, request without id");

            // The server of the tests gives no ids, as Google's does.
            route.answer(
                    request -> true,
                    200,
                    Map.of("X-GUploader-UploadID", "ABPtcPo", "Content-Type", "application/json"),
                    "{\"kind\":\"storage#objects\"}".getBytes(UTF_8));
            assertLogged(routed::keys, "DEBUG GCS GET 200, request ABPtcPo");
        }
    }

    @Test
    void rest() throws IOException {
        try (StorageBackend behind = StorageBackends.create("memory:");
                StorageServer server =
                        StorageServer.builder().backend(behind).port(0).start();
                FaultyRoute route = FaultyRoute.to("127.0.0.1", server.port());
                StorageBackend storage = RestStorageBackend.builder()
                        .baseUrl(route.endpoint().toString())
                        .build()) {
            assertLogged(() -> storage.set(KEY, VALUE), "DEBUG Rest PUT 20[0-4], request without id");
            assertLogged(() -> storage.get(KEY), "DEBUG Rest GET 200, request without id");

            route.answer(request -> true, 204, Map.of("X-Request-Id", "r-1"), new byte[0]);
            assertLogged(() -> storage.delete(KEY), "DEBUG Rest DELETE 204, request r-1");
        }
    }

    @Test
    void ipfs() {
        try (StorageBackend storage = IpfsStorageBackend.builder()
                .ipfsUrl(TestServers.ipfs().endpoint().toString())
                .prefix(name)
                .build()) {
            storage.set(KEY, VALUE).orTimeout(60, TimeUnit.SECONDS).join();
            List<String> lines =
                    LoggedLines.during(() -> assertThat(storage.get(KEY)).succeedsWithin(Duration.ofMinutes(1)));
            assertThat(lines)
                    .containsExactly(
                            "DEBUG Ipfs files/stat 200, request without id", "DEBUG Ipfs cat 200, request without id");
        }
    }

    private static void assertLogged(Supplier<? extends CompletableFuture<?>> operation, String pattern) {
        List<String> lines = LoggedLines.during(
                () -> operation.get().orTimeout(60, TimeUnit.SECONDS).join());
        assertThat(lines).singleElement().asString().matches(pattern).doesNotContain("private");
    }
}
