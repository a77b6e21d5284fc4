package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is damaged, deleted or untrue is named, and keeps nobody from what is not. */
class DamageTest extends ThreatenedFile {

    private byte[] original = {};

    @BeforeEach
    void keep() {
        original = value(FileNames.header(id));
    }

    @Test
    void aListingLeavesOutWhatIsDamagedAndNamesIt() {
        String other = create("bob", UserKeys.generate());
        byte[] altered = value(FileNames.header(id));
        altered[altered.length - 1] ^= 1;
        put(FileNames.header(id), altered);

        FilePage byPlatform = await(service.listFiles(platform, 10, null));
        assertThat(byPlatform.files()).extracting(ZkimFile::id).containsExactly(other);
        assertThat(byPlatform.damaged()).containsExactly(id);
        FilePage byUser = await(service.listFiles(ALICE, alice, 10, null));
        assertThat(byUser.files()).isEmpty();
        assertThat(byUser.damaged()).containsExactly(id);
    }

    @Test
    void whatTheStorageCannotReadStopsNoListingSearchOrCleanup() {
        ZkimFile whole = await(service.createZkimFile(data, ALICE, platform, alice, NOTES));
        String stray = FileNames.chunk("f".repeat(32), 0);
        put(stray, content(3));
        try (ZkimFileService unlucky = Files.service(new UnreadableStorage(storage, FileNames.header(id)))) {
            FilePage page = await(unlucky.listFiles(platform, 10, null));
            assertThat(page.files()).extracting(ZkimFile::id).containsExactly(whole.id());
            assertThat(page.damaged()).containsExactly(id);
            assertThat(await(unlucky.searchFiles("paris", ALICE, alice, 10))).hasSize(1);

            CleanupReport report = await(unlucky.cleanup());
            assertThat(report.chunks()).isEqualTo(1);
            assertThat(report.damaged()).isPositive();
            assertThat(await(storage.has(stray))).isFalse();
            assertThat(await(storage.has(FileNames.chunk(id, 0)))).isTrue();
        }
    }

    @Test
    void aStorageThatIsAwayFailsAListing() {
        FaultingStorage away = new FaultingStorage(storage);
        away.fail(call -> call > 1, FaultingStorage.Effect.NONE);
        try (ZkimFileService unlucky = Files.service(away)) {
            ServiceException failed = failure(unlucky.searchFiles("paris", ALICE, alice, 10));

            assertThat(failed.code()).isEqualTo("ZKIM_FILE_SEARCH_FAILED");
            assertThat(failed.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        }
    }

    @Test
    void aFileThatTheStorageBringsBackAfterItsDeletionIsSeen() {
        Map<String, byte[]> before = Vectors.values(storage);
        ZkimFile file = await(service.getZkimFile(id, ALICE, alice));
        await(service.deleteFile(id));
        before.forEach(this::put);

        assertThat(failure(service.getZkimFile(id, ALICE, alice)).code()).isEqualTo("ZKIM_FILE_ROLLED_BACK");
        assertThat(failure(service.getZkimFile(id, platform)).code()).isEqualTo("ZKIM_FILE_ROLLED_BACK");
        assertThat(failure(service.getZkimFile(id)).code()).isEqualTo("ZKIM_FILE_ROLLED_BACK");
        assertThat(failure(service.validateFileIntegrity(file)).code()).isEqualTo("ZKIM_FILE_ROLLED_BACK");
    }

    @Test
    void aUserWhoClaimsASmallerSizeThanHeStoresIsSeenByThePlatformsAudit() {
        FileHeader header = await(service.getZkimFile(id)).header();
        ChunkTable honest = header.chunks();
        long claimed = 5L * Aead.TAG_BYTES;
        PlatformRecord record = PlatformLayer.open(header, platform);
        write(
                new ChunkTable(CHUNK, 5, claimed, false, honest.tags()),
                new PlatformRecord(ALICE, record.createdAt(), claimed, record.auditKey(), record.verificationKey()),
                5 * CHUNK);

        FileIntegrity seen = await(service.validateFileIntegrity(await(service.getZkimFile(id, platform))));

        assertThat(seen.sizeRight()).isFalse();
        assertThat(seen.valid()).isFalse();
        // Nor does the user's own size fit then.
        assertThat(failure(service.getZkimFile(id, ALICE, alice)).code()).isEqualTo("ZKIM_FILE_PARSE_FAILED");
    }

    @Test
    void layersThatContradictEachOtherDoNotOpen() {
        FileHeader header = await(service.getZkimFile(id)).header();
        PlatformRecord record = PlatformLayer.open(header, platform);
        byte[] otherKey = content(Aead.KEY_BYTES);
        write(
                header.chunks(),
                new PlatformRecord(ALICE, 1, record.storedSize(), new Secret(otherKey), record.verificationKey()),
                5 * CHUNK);
        assertThat(readFails().code()).isEqualTo("ZKIM_FILE_PARSE_FAILED");

        write(header.chunks(), new PlatformRecord(ALICE, 1, 7, record.auditKey(), record.verificationKey()), 5 * CHUNK);
        assertThat(failure(service.getZkimFile(id, platform)).code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");

        write(
                header.chunks(),
                new PlatformRecord("bob", 1, record.storedSize(), record.auditKey(), record.verificationKey()),
                5 * CHUNK);
        assertThat(readFails().code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
        assertThat(await(service.getZkimFile(id, ALICE, alice)).size()).hasValue(5 * CHUNK);
    }

    @Test
    void aShareThatAgreesOnNothingIsRefused() {
        byte[] zeros = new byte[Hybrid.EPHEMERAL_BYTES];

        assertThat(Hybrid.receive(alice, new Hybrid.Purpose(id, 1, ALICE), zeros, new byte[Hybrid.ENCAPSULATION_BYTES]))
                .isNull();
    }

    @Test
    void aRecordOfALaterVersionOrNoneIsLeftAlone() {
        Files.HandClock clock = new Files.HandClock();
        byte[] later = new UploadIntent(clock.instant(), clock.instant()).encoded();
        later[4] = 2;
        String live = "a".repeat(32);
        put(FileNames.intent(live), later);
        put(FileNames.chunk(live, 0), content(3));
        clock.advance(Duration.ofDays(9));
        try (ZkimFileService cleaner =
                Files.service(storage, Files.smallChunks().clock(clock).build())) {
            assertThat(await(cleaner.cleanup()).damaged()).isPositive();
            put(FileNames.intent(live), "noise".getBytes(UTF_8));
            assertThat(await(cleaner.cleanup()).damaged()).isPositive();
        }
        assertThat(await(storage.has(FileNames.chunk(live, 0)))).isTrue();
    }

    @Test
    void theMemoryOfRevisionsIsBounded() {
        RevisionMemory memory = new RevisionMemory();
        for (int each = 0; each <= RevisionMemory.FILES; each++) {
            memory.deleted(String.valueOf(each));
        }

        assertThat(memory.before("0").byUsers()).isZero();
        assertThat(memory.before("1").byUsers()).isEqualTo(RevisionMemory.DELETED);
    }

    @Test
    void aDestroyedUserHasNoIndexKey() {
        UserKeys keys = UserKeys.generate();
        keys.destroy();

        assertThatThrownBy(() -> BlindIndex.tag(keys)).isInstanceOf(ServiceException.class);
    }

    @Test
    void errorsNameTheFile() {
        assertThat(failure(service.getZkimFile(id, ALICE, UserKeys.generate())).details())
                .containsEntry("fileId", id);
        put(FileNames.header(id), content(3));
        assertThat(failure(service.getZkimFile(id)).details()).containsEntry("fileId", id);
    }

    @Test
    void aRingWithOtherKeysOfTheUserOpensWhatThePlatformsKeyOpens() {
        KeyRing ring = new KeyRing().add(platform).add(ALICE, UserKeys.generate());
        try (ZkimFileService ringed =
                ZkimFileService.builder().storage(storage).keys(ring).build()) {
            ZkimFile file = await(ringed.getZkimFile(id));

            assertThat(file.userId()).hasValue(ALICE);
            assertThat(file.metadata()).isEmpty();
        }
    }

    @Test
    void anUpdateLeavesThePlatformsLayerOpen() {
        ZkimFile file = await(service.createZkimFile(data, ALICE, platform, alice, NOTES));

        ZkimFile updated = await(
                service.updateFileMetadata(file, ALICE, MetadataUpdate.none().mimeType("a/b")));

        assertThat(updated.userId()).hasValue(ALICE);
        assertThat(updated.createdAt()).isEqualTo(file.createdAt());
    }

    private String create(String userId, UserKeys keys) {
        return await(service.createZkimFile(data, userId, platform, keys, NOTES))
                .id();
    }

    /** Alice writes a header of her own making around her chunks. */
    private void write(ChunkTable chunks, PlatformRecord platformRecord, long size) {
        FileHeader header = FileHeader.parse(id, original);
        SecureRandom random = new SecureRandom();
        try (UserRecord user = HeaderSeal.open(header, ALICE, alice)) {
            UserRecord said = new UserRecord(user.contentKey(), size, 1, NOTES);
            HeaderSeal.Contents contents = new HeaderSeal.Contents(
                    id, 2, chunks, PlatformLayer.seal(platform, id, platformRecord, random), said, IndexEntries.NONE);
            put(
                    FileNames.header(id),
                    HeaderSeal.seal(contents, ALICE, alice, random).encoded());
        }
    }
}
