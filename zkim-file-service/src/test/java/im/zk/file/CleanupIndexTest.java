package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.InMemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** After a cleanup, and whatever it meets, the index has the words that the headers list. */
class CleanupIndexTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final Files.HandClock clock = new Files.HandClock();
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final FileServiceConfig config =
            Files.smallChunks().clock(clock).chunksInFlight(1).build();
    private final ZkimFileService service = Files.service(storage, config);

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void wordsThatTwoServicesLoseTogetherArePutBack() {
        ZkimFile file = create();
        whileHeld("deleteBatch index/", slow -> tag(slow, file, "winter"), () -> {
            ZkimFile seen = await(service.getZkimFile(file.id(), ALICE, alice));
            await(tag(service, seen, "Paris"));
        });
        assertThat(found("paris")).isEmpty();

        assertThat(await(service.cleanup())).isEqualTo(new CleanupReport(0, 0, 0, 1, 0));

        assertThat(found("paris")).hasSize(1);
        assertThat(found("winter")).isEmpty();
        assertThat(await(service.cleanup())).isEqualTo(new CleanupReport(0, 0, 0, 0, 0));
    }

    @Test
    void aWordThatIsTakenAwayWhileItIsPutBackDoesNotStay() {
        ZkimFile file = create();
        String paris = paris(file);
        await(storage.delete(paris));
        whileHeld("setBatch " + paris, ZkimFileService::cleanup, () -> await(tag(service, file, "winter")));

        assertThat(await(storage.has(paris))).isFalse();
        assertThat(found("winter")).hasSize(1);
    }

    @Test
    void aFileThatIsDeletedWhileItsWordsArePutBackLeavesNone() {
        ZkimFile file = create();
        String paris = paris(file);
        await(storage.delete(paris));
        whileHeld("setBatch " + paris, ZkimFileService::cleanup, () -> await(service.deleteFile(file.id())));

        assertThat(await(storage.keys())).isEmpty();
    }

    @Test
    void aHeaderOfALaterVersionIsCountedAndDoesNotFailTheCleanup() {
        ZkimFile file = create();
        byte[] later = file.header().encoded().clone();
        later[4] = 3;
        await(storage.set(FileNames.header(file.id()), later));

        assertThat(await(service.cleanup()).damaged()).isPositive();

        assertThat(await(storage.keys())).anyMatch(key -> key.startsWith(FileNames.INDEX));
    }

    @Test
    void wordsOfAChangeWhoseRecordACleanupEndedArePutAgain() {
        ZkimFile file = create();
        whileHeld("set file/", changing -> tag(changing, file, "winter"), () -> {
            clock.advance(Duration.ofDays(3));
            await(service.cleanup());
        });

        assertThat(found("winter")).hasSize(1);
        await(service.cleanup());
        assertThat(found("winter")).hasSize(1);
    }

    @Test
    void anEntryThatBecomesNewAgainWhileACleanupRemovesItIsPutBack() {
        ZkimFile winter = await(tag(service, create(), "winter"));
        String paris = paris(winter);
        await(storage.set(paris, new byte[0]));
        whileHeld("deleteBatch " + paris, ZkimFileService::cleanup, () -> await(tag(service, winter, "Paris")));

        assertThat(found("paris")).hasSize(1);
    }

    private ZkimFile create() {
        return await(service.createZkimFile(content(2 * CHUNK), ALICE, platform, alice, NOTES));
    }

    private static CompletableFuture<ZkimFile> tag(ZkimFileService by, ZkimFile file, String tag) {
        return by.updateFileMetadata(file, ALICE, MetadataUpdate.none().tags(List.of(tag)));
    }

    /** The key of the entry by which a file is found for its tag in {@link Files#NOTES}. */
    private String paris(ZkimFile file) {
        return FileNames.posting(BlindIndex.tag(alice), BlindIndex.token(alice, "paris"), file.id());
    }

    private List<ZkimFile> found(String word) {
        return await(service.searchFiles(word, ALICE, alice, 5));
    }

    /** Does something while a call of another service's operation is held, which then goes on to its end. */
    private void whileHeld(String call, Function<ZkimFileService, CompletableFuture<?>> operation, Runnable meanwhile) {
        HoldingStorage holding = new HoldingStorage(storage);
        HoldingStorage.Held held = holding.holdNextCall(call);
        try (ZkimFileService other = Files.service(holding, config)) {
            CompletableFuture<?> ended = operation.apply(other);
            await(held.reached());
            meanwhile.run();
            held.release();
            await(ended);
        }
    }
}
