package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What goes in comes out. */
class RoundTripTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final ZkimFileService service = Files.service(storage);

    @AfterEach
    void close() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 20 * CHUNK + 7})
    void anArray(int length) {
        byte[] data = content(length);

        ZkimFile file = await(service.createZkimFile(data, ALICE, platform, alice, NOTES));

        assertThat(file.size()).hasValue(length);
        assertThat(file.chunkCount()).isEqualTo(Math.max(1, (length + CHUNK - 1) / CHUNK));
        assertThat(await(service.downloadFile(file.id(), ALICE, platform, alice)))
                .isEqualTo(data);
        assertThat(await(service.decryptZkimFile(file, ALICE, alice))).isEqualTo(data);
        assertThat(await(storage.keys())).noneMatch(key -> key.startsWith("upload/"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK, CHUNK + 1, 3 * CHUNK, 20 * CHUNK + 7})
    void aStream(int length) {
        byte[] data = content(length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Long> stored = new ArrayList<>();
        List<Long> read = new ArrayList<>();

        ZkimFile file = await(service.createZkimFile(
                new ByteArrayInputStream(data), ALICE, platform, alice, NOTES, (bytes, total) -> stored.add(bytes)));
        await(service.downloadFile(file.id(), ALICE, platform, alice, out, (bytes, total) -> read.add(bytes)));

        assertThat(out.toByteArray()).isEqualTo(data);
        assertThat(stored).isSorted().doesNotHaveDuplicates();
        assertThat(length == 0 ? 0L : stored.get(stored.size() - 1)).isEqualTo(length);
        assertThat(read).isSorted().endsWith((long) length).hasSize(file.chunkCount());
    }

    @Test
    void oneThreadIsEnough() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try (ZkimFileService single = ZkimFileService.builder()
                .storage(storage)
                .config(Files.smallChunks().build())
                .executor(one)
                .build()) {
            byte[] data = content(50 * CHUNK);
            ByteArrayOutputStream out = new ByteArrayOutputStream();

            ZkimFile file = await(single.createZkimFile(data, ALICE, platform, alice, NOTES));
            await(single.downloadFile(file.id(), ALICE, platform, alice, out, ProgressListener.NONE));

            assertThat(out.toByteArray()).isEqualTo(data);
        } finally {
            one.shutdown();
        }
        assertThat(one.isShutdown()).isTrue();
    }

    @Test
    void compressed() {
        ZkimFileService compressing = Files.service(
                storage, Files.smallChunks().compression(Compression.ZSTD).build());
        byte[] data = Arrays.copyOf("the same again and again".repeat(1000).getBytes(UTF_8), 20 * CHUNK + 5);
        System.arraycopy(content(3 * CHUNK), 0, data, 4 * CHUNK, 3 * CHUNK);

        ZkimFile file = await(compressing.createZkimFile(data, ALICE, platform, alice, NOTES));

        assertThat(file.storedSize()).isLessThan(data.length / 2);
        assertThat(await(service.downloadFile(file.id(), ALICE, platform, alice)))
                .isEqualTo(data);
        compressing.close();
    }

    @Test
    void theGuidesConstructors() {
        try (ZkimFileService one = new ZkimFileService(storage);
                ZkimFileService three =
                        new ZkimFileService(FileServiceConfig.defaults(), LoggerFactory.getLogger("test"), storage)) {
            ZkimFile file = await(one.createZkimFile(content(3_000_000), ALICE, platform, alice, NOTES));

            assertThat(file.chunkCount()).isEqualTo(3);
            assertThat(await(three.downloadFile(file.id(), ALICE, platform, alice)))
                    .isEqualTo(content(3_000_000));
            assertThat(three).hasToString("ZkimFileService(Memory)");
        }
    }

    @Test
    void whatEachKeyOpens() {
        KeyRing ring = new KeyRing().add(platform).add(ALICE, alice);
        ZkimFileService withRing = ZkimFileService.builder()
                .storage(storage)
                .keys(ring)
                .config(Files.smallChunks().build())
                .build();
        String id = await(service.createZkimFile(content(10), ALICE, platform, alice, NOTES))
                .id();

        ZkimFile none = await(service.getZkimFile(id));
        ZkimFile byPlatform = await(service.getZkimFile(id, platform));
        ZkimFile byUser = await(service.getZkimFile(id, ALICE, alice));
        ZkimFile byRing = await(withRing.getZkimFile(id));

        assertThat(none.userId()).isEmpty();
        assertThat(none.metadata()).isEmpty();
        assertThat(none.platformKeyId()).isEqualTo(platform.id());
        assertThat(byPlatform.userId()).hasValue(ALICE);
        assertThat(byPlatform.createdAt()).isPresent();
        assertThat(byPlatform.metadata()).isEmpty();
        assertThat(byUser.userId()).isEmpty();
        assertThat(byUser.metadata().orElseThrow().customFields()).containsEntry("colour", "blue");
        assertThat(byRing.userId()).hasValue(ALICE);
        assertThat(byRing.metadata().orElseThrow().tags()).containsExactly("Paris", "summer 2026");
        assertThat(byRing.metadata().orElseThrow().mimeType()).isEqualTo("text/plain");
        withRing.close();
    }

    @Test
    void aFileThatIsMissing() {
        String id = "0".repeat(32);

        assertThat(failure(service.downloadFile(id, ALICE, platform, alice)).code())
                .isEqualTo("ZKIM_FILE_NOT_FOUND");
        assertThat(failure(service.getZkimFile("no id")).code()).isEqualTo("ZKIM_FILE_NOT_FOUND");
        assertThat(failure(service.getZkimFile("not\u0000legal")).code()).isEqualTo("ZKIM_FILE_NOT_FOUND");
        await(service.deleteFile(id));
    }

    @Test
    void aFileThatIsTooLong() {
        ZkimFileService small = Files.service(
                storage, Files.smallChunks().maximumFileBytes(3 * CHUNK).build());

        var tooLong = failure(small.createZkimFile(content(3 * CHUNK + 1), ALICE, platform, alice, NOTES));

        assertThat(tooLong.code()).isEqualTo("ZKIM_FILE_SIZE_EXCEEDED");
        assertThat(tooLong.kind()).isEqualTo(ErrorKind.VALUE_TOO_LARGE);
        assertThat(await(storage.keys())).isEmpty();
        await(small.createZkimFile(content(3 * CHUNK), ALICE, platform, alice, NOTES));
        small.close();
    }

    @Test
    void afterClose() {
        service.close();

        var closed = failure(service.createZkimFile(content(1), ALICE, platform, alice, NOTES));

        assertThat(closed.kind()).isEqualTo(ErrorKind.CLOSED);
        assertThat(await(storage.keys())).isEmpty();
    }
}
