package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rows of the threat table in {@code docs/file-service.md} whose attacker has a key, or guesses one. */
class KeyThreatsTest extends ThreatenedFile {

    @Test
    void wrongKeyWrongUserAndAlteredHeaderLookTheSame() {
        ServiceException wrongKey = failure(service.getZkimFile(id, ALICE, UserKeys.generate()));
        ServiceException wrongUser = failure(service.getZkimFile(id, "mallory", alice));
        byte[] altered = value(FileNames.header(id));
        altered[4000] ^= 1;
        put(FileNames.header(id), altered);
        ServiceException alteredHeader = failure(service.getZkimFile(id, ALICE, alice));

        for (ServiceException each : List.of(wrongUser, alteredHeader)) {
            assertThat(each.code()).isEqualTo(wrongKey.code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
            assertThat(each.kind()).isEqualTo(wrongKey.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
            assertThat(each.getMessage()).isEqualTo(wrongKey.getMessage());
            assertThat(each.details()).isEqualTo(wrongKey.details());
        }
    }

    @Test
    void theWrongPlatformOrAnotherUsersIdDownloadsNothing() {
        assertThat(failure(service.downloadFile(id, ALICE, PlatformKey.generate(), alice))
                        .code())
                .isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
        assertThat(failure(service.downloadFile(id, "mallory", platform, alice)).code())
                .isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
    }

    @Test
    void aPlatformKeyThatLeaksTellsWhoseAndHowLargeAndNoMore() {
        ZkimFile seen = await(service.getZkimFile(id, platform));
        byte[] auditKey = PlatformLayer.open(seen.header(), platform).auditKey().copy();

        assertThat(seen.userId()).hasValue(ALICE);
        assertThat(seen.metadata()).isEmpty();
        assertThat(seen.size()).isEmpty();
        // All that it holds besides: a key that proves chunks. It opens none.
        byte[] chunk = value(FileNames.chunk(id, 0));
        assertThat(ContentKeys.verify(auditKey, id, 0, false, chunk)).isTrue();
        byte[] opened = Aead.open(auditKey, auditKey, chunkIv(0), chunkAad(), chunk);
        assertThat(opened).isNotEqualTo(Arrays.copyOf(data, CHUNK));
    }

    @Test
    void aPlatformThatForgesAChunkWithItsAuditKeyIsSeen() {
        byte[] auditKey = PlatformLayer.open(
                        await(service.getZkimFile(id, platform)).header(), platform)
                .auditKey()
                .copy();
        byte[] forged = Aead.seal(new byte[Aead.KEY_BYTES], auditKey, chunkIv(0), chunkAad(), content(CHUNK));
        assertThat(ContentKeys.verify(auditKey, id, 0, false, forged)).isTrue();

        put(FileNames.chunk(id, 0), forged);

        assertThat(readFails().details()).containsEntry("chunk", 0L);
    }

    @Test
    void aPlatformThatRewritesItsLayerIsSeen() {
        FileHeader header = await(service.getZkimFile(id)).header();
        PlatformRecord record = PlatformLayer.open(header, platform);
        PlatformRecord other = new PlatformRecord(
                "mallory", record.createdAt(), record.storedSize(), record.auditKey(), record.verificationKey());
        PlatformLayer layer = PlatformLayer.seal(platform, id, other, new SecureRandom());
        byte[] forged = header.encoded().clone();
        System.arraycopy(layer.salt(), 0, forged, 64, layer.salt().length);
        System.arraycopy(layer.sealed(), 0, forged, 96, layer.sealed().length);
        put(FileNames.header(id), forged);

        assertThat(failure(service.getZkimFile(id, platform)).code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
        assertThat(readFails().code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
    }

    @Test
    void whoKnowsThePublicKeysWritesNoFileInHerName() {
        // Mallory seals for Alice, which takes her public keys alone, and signs with his own.
        FileHeader hers = await(service.getZkimFile(id)).header();
        UserRecord sealed = new UserRecord(new Secret(content(Aead.KEY_BYTES)), 5 * CHUNK, 1, Files.NOTES);
        HeaderSeal.Contents contents =
                new HeaderSeal.Contents(id, 2, hers.chunks(), PlatformLayer.of(hers), sealed, IndexEntries.NONE);
        byte[] forged =
                HeaderSeal.seal(contents, ALICE, alice, new SecureRandom()).encoded();
        int end = forged.length - Signatures.SIGNATURE_BYTES;
        byte[] signature = Signatures.sign(UserKeys.generate(), Arrays.copyOf(forged, end), new SecureRandom());
        System.arraycopy(signature, 0, forged, end, signature.length);
        put(FileNames.header(id), forged);

        assertThat(failure(service.getZkimFile(id, ALICE, alice)).code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
        assertThat(readFails().code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
        assertThat(failure(service.getZkimFile(id, platform)).code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
    }

    @Test
    void aUserKeyThatLeaksOpensThatUsersFilesAndNoOthers() {
        UserKeys bob = UserKeys.generate();
        String bobs =
                await(service.createZkimFile(data, "bob", platform, bob, NOTES)).id();
        UserKeys stolen = UserKeys.fromSeed(alice.exportSeed());

        assertThat(await(service.decryptZkimFile(await(service.getZkimFile(id)), ALICE, stolen)))
                .isEqualTo(data);
        assertThat(failure(service.decryptZkimFile(await(service.getZkimFile(bobs)), "bob", stolen))
                        .code())
                .isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
        // After rewrapping, the stolen key opens the file no more.
        UserKeys renewed = UserKeys.generate();
        ZkimFile file = await(service.getZkimFile(id, ALICE, alice));
        await(service.rewrap(file, ALICE, platform, alice, platform, renewed));
        assertThat(failure(service.downloadFile(id, ALICE, platform, stolen)).code())
                .isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
    }

    @Test
    void whoHasThePlatformKeyForgesWholeFilesUnlessThePlatformKnowsItsOwners() {
        OwnerCheck owners = (userId, key) -> userId.equals(ALICE) && Arrays.equals(key, alice.verificationKey());
        try (ZkimFileService knowing =
                ZkimFileService.builder().storage(storage).owners(owners).build()) {
            assertThat(await(knowing.getZkimFile(id, platform)).ownerKey()).hasValue(alice.verificationKey());
            forgeWholeFile();

            // The platform's key alone takes what stands in the platform's layer.
            ZkimFile forged = await(Files.service(storage).getZkimFile(id, platform));
            assertThat(forged.userId()).hasValue(ALICE);
            assertThat(await(Files.service(storage).validateFileIntegrity(forged))
                            .valid())
                    .isTrue();
            // A platform that knows whose keys are whose does not, and the user never does.
            assertThat(failure(knowing.getZkimFile(id, platform)).code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
            assertThat(await(knowing.listFiles(platform, 10, null)).files()).isEmpty();
            assertThat(readFails().code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
        }
    }

    @Test
    void aForgedRevisionDoesNotMakeTheTrueOneARollbackForTheUser() {
        byte[] right = value(FileNames.header(id));
        byte[] chunk = value(FileNames.chunk(id, 0));
        forgeWholeFile();
        assertThat(await(service.getZkimFile(id, platform)).revision()).isEqualTo(Long.MAX_VALUE);
        put(FileNames.header(id), right);
        put(FileNames.chunk(id, 0), chunk);

        assertThat(await(service.downloadFile(id, ALICE, platform, alice))).isEqualTo(data);
        assertThat(failure(service.getZkimFile(id, platform)).code()).isEqualTo("ZKIM_FILE_ROLLED_BACK");
    }

    @Test
    void afterARewrapTheOldKeyWritesForThePlatformAloneAndNotForOneThatKnowsTheNew() {
        ZkimFile file = await(service.getZkimFile(id, ALICE, alice));
        UserKeys renewed = UserKeys.generate();
        await(service.rewrap(file, ALICE, platform, alice, platform, renewed));
        FileHeader old = file.header();
        UserRecord user = HeaderSeal.open(old, ALICE, alice);
        FileHeader next = HeaderSeal.seal(
                new HeaderSeal.Contents(id, 3, old.chunks(), PlatformLayer.of(old), user, IndexEntries.NONE),
                ALICE,
                alice,
                new SecureRandom());
        put(FileNames.header(id), next.encoded());

        assertThat(await(service.getZkimFile(id, platform)).revision()).isEqualTo(3);
        assertThat(failure(service.getZkimFile(id, ALICE, renewed)).code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
        OwnerCheck owners = (userId, key) -> Arrays.equals(key, renewed.verificationKey());
        try (ZkimFileService knowing =
                ZkimFileService.builder().storage(storage).owners(owners).build()) {
            assertThat(failure(knowing.getZkimFile(id, platform)).code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
        }
    }

    /** Mallory has the platform's key and the storage, and none of Alice's keys: he signs with his own. */
    private void forgeWholeFile() {
        UserKeys mallory = UserKeys.generate();
        SecureRandom random = new SecureRandom();
        byte[] contentKey = content(Aead.KEY_BYTES);
        ContentKeys keys = new ContentKeys(new Secret(contentKey.clone()), id);
        byte[] chunk = keys.seal(0, true, content(6), 0, 6);
        byte[] tag = Arrays.copyOfRange(chunk, chunk.length - Aead.TAG_BYTES, chunk.length);
        PlatformRecord owner = new PlatformRecord(ALICE, 1, chunk.length, keys.auditKey(), mallory.verificationKey());
        HeaderSeal.Contents contents = new HeaderSeal.Contents(
                id,
                Long.MAX_VALUE,
                new ChunkTable(CHUNK, 1, chunk.length, false, tag),
                PlatformLayer.seal(platform, id, owner, random),
                new UserRecord(new Secret(contentKey), 6, 1, Files.NOTES),
                IndexEntries.NONE);
        put(
                FileNames.header(id),
                HeaderSeal.seal(contents, ALICE, mallory, random).encoded());
        put(FileNames.chunk(id, 0), chunk);
    }
}
