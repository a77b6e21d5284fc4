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
        ZkimFile file = await(service.createZkimFile(content(2 * CHUNK), ALICE, platform, alice, NOTES));
        HoldingStorage holding = new HoldingStorage(storage);
        HoldingStorage.Held removal = holding.holdNextCall("deleteBatch index/");
        try (ZkimFileService slow = Files.service(holding, config)) {
            var winter =
                    slow.updateFileMetadata(file, ALICE, MetadataUpdate.none().tags(List.of("winter")));
            await(removal.reached());
            ZkimFile seen = await(service.getZkimFile(file.id(), ALICE, alice));
            await(service.updateFileMetadata(seen, ALICE, MetadataUpdate.none().tags(List.of("Paris"))));
            removal.release();
            await(winter);
        }
        assertThat(await(service.searchFiles("paris", ALICE, alice, 5))).isEmpty();

        assertThat(await(service.cleanup())).isEqualTo(new CleanupReport(0, 0, 0, 1, 0));

        assertThat(await(service.searchFiles("paris", ALICE, alice, 5))).hasSize(1);
        assertThat(await(service.searchFiles("winter", ALICE, alice, 5))).isEmpty();
        assertThat(await(service.cleanup())).isEqualTo(new CleanupReport(0, 0, 0, 0, 0));
    }

    @Test
    void aWordThatIsTakenAwayWhileItIsPutBackDoesNotStay() {
        ZkimFile file = await(service.createZkimFile(content(2 * CHUNK), ALICE, platform, alice, NOTES));
        String paris = FileNames.posting(BlindIndex.tag(alice), BlindIndex.token(alice, "paris"), file.id());
        await(storage.delete(paris));
        HoldingStorage holding = new HoldingStorage(storage);
        HoldingStorage.Held puttingBack = holding.holdNextCall("setBatch " + paris);
        try (ZkimFileService cleaning = Files.service(holding, config)) {
            var cleanup = cleaning.cleanup();
            await(puttingBack.reached());
            await(service.updateFileMetadata(file, ALICE, MetadataUpdate.none().tags(List.of("winter"))));
            puttingBack.release();
            await(cleanup);
        }

        assertThat(await(storage.has(paris))).isFalse();
        assertThat(await(service.searchFiles("winter", ALICE, alice, 5))).hasSize(1);
    }

    @Test
    void aFileThatIsDeletedWhileItsWordsArePutBackLeavesNone() {
        ZkimFile file = await(service.createZkimFile(content(2 * CHUNK), ALICE, platform, alice, NOTES));
        String paris = FileNames.posting(BlindIndex.tag(alice), BlindIndex.token(alice, "paris"), file.id());
        await(storage.delete(paris));
        HoldingStorage holding = new HoldingStorage(storage);
        HoldingStorage.Held puttingBack = holding.holdNextCall("setBatch " + paris);
        try (ZkimFileService cleaning = Files.service(holding, config)) {
            var cleanup = cleaning.cleanup();
            await(puttingBack.reached());
            await(service.deleteFile(file.id()));
            puttingBack.release();
            await(cleanup);
        }

        assertThat(await(storage.keys())).isEmpty();
    }

    @Test
    void aHeaderOfALaterVersionIsCountedAndDoesNotFailTheCleanup() {
        ZkimFile file = await(service.createZkimFile(content(2 * CHUNK), ALICE, platform, alice, NOTES));
        byte[] later = file.header().encoded().clone();
        later[4] = 3;
        await(storage.set(FileNames.header(file.id()), later));

        assertThat(await(service.cleanup()).damaged()).isPositive();

        assertThat(await(storage.keys())).anyMatch(key -> key.startsWith(FileNames.INDEX));
    }

    @Test
    void wordsOfAChangeWhoseRecordACleanupEndedArePutAgain() {
        ZkimFile file = await(service.createZkimFile(content(2 * CHUNK), ALICE, platform, alice, NOTES));
        HoldingStorage holding = new HoldingStorage(storage);
        HoldingStorage.Held header = holding.holdNextCall("set file/");
        try (ZkimFileService changing = Files.service(holding, config)) {
            var changed = changing.updateFileMetadata(
                    file, ALICE, MetadataUpdate.none().tags(List.of("winter")));
            await(header.reached());
            clock.advance(Duration.ofDays(3));
            await(service.cleanup());
            header.release();
            await(changed);
        }

        assertThat(await(service.searchFiles("winter", ALICE, alice, 5))).hasSize(1);
        await(service.cleanup());
        assertThat(await(service.searchFiles("winter", ALICE, alice, 5))).hasSize(1);
    }

    @Test
    void anEntryThatBecomesNewAgainWhileACleanupRemovesItIsPutBack() {
        ZkimFile file = await(service.createZkimFile(content(2 * CHUNK), ALICE, platform, alice, NOTES));
        ZkimFile winter = await(
                service.updateFileMetadata(file, ALICE, MetadataUpdate.none().tags(List.of("winter"))));
        String paris = FileNames.posting(BlindIndex.tag(alice), BlindIndex.token(alice, "paris"), file.id());
        await(storage.set(paris, new byte[0]));
        HoldingStorage holding = new HoldingStorage(storage);
        HoldingStorage.Held removal = holding.holdNextCall("deleteBatch " + paris);
        try (ZkimFileService cleaning = Files.service(holding, config)) {
            var cleanup = cleaning.cleanup();
            await(removal.reached());
            await(service.updateFileMetadata(
                    winter, ALICE, MetadataUpdate.none().tags(List.of("Paris"))));
            removal.release();
            await(cleanup);
        }

        assertThat(await(service.searchFiles("paris", ALICE, alice, 5))).hasSize(1);
    }
}
