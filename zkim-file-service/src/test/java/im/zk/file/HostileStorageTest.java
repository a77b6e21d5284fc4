package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.Futures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A storage that alters, drops and exchanges whatever it has: each operation gives what is right or a {@link ServiceException}. */
class HostileStorageTest {

    private static final int ROUNDS = Integer.getInteger("zkim.test.hostileRounds", 500);
    private static final long SEED = Long.getLong("zkim.test.seed", 20_260_101);
    private static final long PATIENCE_SECONDS = 60;
    private static final byte[] DATA = content(5 * CHUNK - 3);

    private final Random random = new Random(SEED);
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final FileServiceConfig config = Files.smallChunks()
            .compression(Compression.ZSTD)
            .cleanupGrace(Duration.ZERO)
            .build();
    private int failures;

    @Test
    void everyOperationGivesWhatIsRightOrFails() {
        InMemoryStorage storage = new InMemoryStorage();
        Map<String, byte[]> right;
        String id;
        try (ZkimFileService service = Files.service(storage, config)) {
            id = await(service.createZkimFile(DATA, ALICE, platform, alice, NOTES))
                    .id();
            await(new UploadLease(storage, id, config).begin());
            right = Vectors.values(storage);
        }
        for (int round = 0; round < ROUNDS; round++) {
            await(storage.clear());
            await(storage.setBatch(right));
            damage(storage, right);
            try (ZkimFileService service = Files.service(storage, config)) {
                use(service, id, "seed " + SEED + ", round " + round);
            }
        }

        assertThat(failures).isBetween(ROUNDS / 2, 8 * ROUNDS);
    }

    private void use(ZkimFileService service, String id, String where) {
        Object read = outcome(service.downloadFile(id, ALICE, platform, alice), where);
        assertThat(read == null || Arrays.equals((byte[]) read, DATA)).as(where).isTrue();
        List<Function<ZkimFileService, CompletableFuture<?>>> operations = List.of(
                files -> files.getZkimFile(id),
                files -> files.listFiles(platform, 10, null),
                files -> files.searchFiles("paris", ALICE, alice, 5),
                files -> files.getZkimFile(id, ALICE, alice)
                        .thenCompose(file -> files.updateFileMetadata(
                                file, ALICE, MetadataUpdate.none().fileName("z"))),
                files -> files.getZkimFile(id, platform).thenCompose(files::validateFileIntegrity),
                ZkimFileService::cleanup,
                files -> files.deleteFile(id));
        operations.forEach(operation -> outcome(operation.apply(service), where));
    }

    /** What came, or null for a failure. */
    private @Nullable Object outcome(CompletableFuture<?> future, String where) {
        return future.<@Nullable Object>handle((value, failure) -> {
                    if (failure == null) {
                        return value;
                    }
                    assertThat(Futures.unwrap(failure))
                            .as(where)
                            .isInstanceOfSatisfying(ServiceException.class, error -> {
                                assertThat(error.code()).startsWith("ZKIM_FILE_");
                                assertThat(error.getCause()).isNull();
                            });
                    failures++;
                    return null;
                })
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private void damage(InMemoryStorage storage, Map<String, byte[]> right) {
        List<Map.Entry<String, byte[]>> values = new ArrayList<>(right.entrySet());
        for (int change = random.nextInt(3); change >= 0; change--) {
            Map.Entry<String, byte[]> chosen = values.get(random.nextInt(values.size()));
            String key = chosen.getKey();
            byte[] value = chosen.getValue().clone();
            switch (random.nextInt(5)) {
                case 0 -> {
                    value = new byte[random.nextInt(6000)];
                    random.nextBytes(value);
                }
                case 1 -> value = Arrays.copyOf(value, random.nextInt(2 * value.length + 2));
                case 2 -> value = values.get(random.nextInt(values.size())).getValue();
                case 3 -> flip(value);
                default -> {
                    await(storage.delete(key));
                    continue;
                }
            }
            await(storage.set(key, value));
        }
    }

    private void flip(byte[] value) {
        for (int change = 0; change < 3 && value.length > 0; change++) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(128, value.length) : value.length);
            value[at] = (byte) random.nextInt();
        }
    }
}
