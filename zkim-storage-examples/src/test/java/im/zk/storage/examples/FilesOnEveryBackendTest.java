package im.zk.storage.examples;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.file.FileIntegrity;
import im.zk.file.FileMetadata;
import im.zk.file.FileServiceConfig;
import im.zk.file.MetadataUpdate;
import im.zk.file.PlatformKey;
import im.zk.file.ProgressListener;
import im.zk.file.UserKeys;
import im.zk.file.ZkimFile;
import im.zk.file.ZkimFileService;
import im.zk.storage.Capability;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.decorator.StorageStack;
import im.zk.storage.file.FileStorageBackend;
import im.zk.storage.ipfs.IpfsStorageBackend;
import im.zk.storage.jdbc.PostgresStorageBackend;
import im.zk.storage.rest.RestStorageBackend;
import im.zk.storage.rest.server.StorageServer;
import im.zk.storage.s3.Compatibility;
import im.zk.storage.testservers.PostgresServer;
import im.zk.storage.testservers.TestServers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file's whole life over each backend, on its real server. */
class FilesOnEveryBackendTest {

    private static final String USER = "user-42";
    private static final int CHUNK = 64 << 10;
    private static final long PATIENCE_SECONDS = 180;

    private final String name = "zkim-" + UUID.randomUUID();

    @Test
    void memory() {
        life(StorageBackends.create("memory:"));
    }

    @Test
    void decorators() {
        life(StorageStack.over(StorageBackends.create("memory:"))
                .logging()
                .cache(cache -> cache.maximumBytes(1 << 20))
                .retry(retry -> retry.maxAttempts(3))
                .timeout(Duration.ofMinutes(1))
                .build());
    }

    @Test
    void ipfs() {
        life(IpfsStorageBackend.builder()
                .ipfsUrl(TestServers.ipfs().endpoint().toString())
                .prefix(name)
                .build());
    }

    @Test
    void directory(@TempDir Path directory) {
        life(FileStorageBackend.builder().directory(directory).build());
    }

    @Test
    void postgres() {
        PostgresServer server = TestServers.postgres();
        life(PostgresStorageBackend.builder()
                .connectionString(server.jdbcUrl())
                .username(server.username())
                .password(server.password())
                .prefix(name)
                .build());
    }

    @Test
    void minio() {
        life(TestBackends.s3(TestServers.minio(), Compatibility.MINIO, name));
    }

    @Test
    void ceph() {
        life(TestBackends.s3(TestServers.ceph(), Compatibility.CEPH, name));
    }

    @Test
    void azure() {
        life(TestBackends.azure(TestServers.azurite(), name));
    }

    @Test
    void gcs() {
        life(TestBackends.gcs(TestServers.fakeGcs(), name));
    }

    @Test
    void rest() throws IOException {
        String token = "a-token-of-the-tests";
        try (StorageBackend behind = StorageBackends.create("memory:");
                StorageServer server = StorageServer.builder()
                        .backend(behind)
                        .apiKey(token)
                        .port(0)
                        .start()) {
            life(RestStorageBackend.builder()
                    .baseUrl(server.baseUrl("").toString())
                    .apiKey(token)
                    .build());
        }
    }

    /** Made, read, found, changed, rewrapped, proved, damaged, cleaned around, listed and deleted; closes the storage. */
    private static void life(StorageBackend storage) {
        byte[] content = new byte[9 * CHUNK + 5];
        new Random(9).nextBytes(content);
        FileServiceConfig config = FileServiceConfig.builder()
                .chunkSize(CHUNK)
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(3)))
                .build();
        try (StorageBackend closing = storage;
                ZkimFileService files = ZkimFileService.builder()
                        .storage(closing)
                        .config(config)
                        .build()) {
            live(closing, files, content);
        }
    }

    private static void live(StorageBackend storage, ZkimFileService files, byte[] content) {
        PlatformKey platform = PlatformKey.generate();
        UserKeys keys = UserKeys.generate();
        UserKeys newKeys = UserKeys.generate();
        FileMetadata metadata = FileMetadata.of("Straße nach Süden.txt", "text/plain");
        ZkimFile file = await(files.createZkimFile(
                new ByteArrayInputStream(content), USER, platform, keys, metadata, ProgressListener.NONE));
        assertThat(file.createdAt()).hasValueSatisfying(at -> assertThat(at).isAfter(Instant.now()));
        assertThat(await(files.downloadFile(file.id(), USER, platform, keys))).isEqualTo(content);
        assertThat(await(files.searchFiles("süden straße", USER, keys, 5))).hasSize(1);

        file = await(files.updateFileMetadata(file, USER, MetadataUpdate.none().fileName("Norden")));
        file = await(files.rewrap(file, USER, platform, keys, platform, newKeys));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        await(files.downloadFile(file.id(), USER, platform, newKeys, out, ProgressListener.NONE));
        assertThat(out.toByteArray()).isEqualTo(content);
        assertThat(await(files.searchFiles("norden", USER, newKeys, 5))).hasSize(1);
        assertThat(await(files.searchFiles("süden", USER, newKeys, 5))).isEmpty();

        String stray = "chunk/" + "d".repeat(32) + "/00000000";
        await(storage.set(stray, new byte[5]));
        if (storage.capabilities().contains(Capability.READ_AFTER_WRITE)) {
            assertThat(await(files.cleanup()).chunks()).isEqualTo(1);
        } else {
            // A cache may show what is no more: a cleanup is for the backend below it.
            assertThat(files.cleanup()).failsWithin(Duration.ofMinutes(1));
            await(storage.delete(stray));
        }
        assertThat(await(files.validateFileIntegrity(file)))
                .isEqualTo(new FileIntegrity(true, true, true, List.of(), List.of()));
        await(storage.delete("chunk/" + file.id() + "/00000004"));
        assertThat(await(files.validateFileIntegrity(file)).missingChunks()).containsExactly(4);

        assertThat(await(files.listFiles(platform, 10, null)).files()).hasSize(1);
        await(files.deleteFile(file.id()));
        assertThat(await(storage.keys())).isEmpty();
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
