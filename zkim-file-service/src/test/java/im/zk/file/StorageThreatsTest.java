package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rows of the threat table in {@code docs/file-service.md} whose attacker has the storage: what he tries, and gets. */
class StorageThreatsTest extends ThreatenedFile {

    private static final int BITS_BETWEEN_TRIALS = 37;
    private static final int REVISION_AT = 24;

    @Test
    void storageReadsNothingOfContentMetadataAndUser() {
        byte[] marked = "the very secret words ".repeat(300).getBytes(UTF_8);
        await(service.createZkimFile(
                marked, "user-by-name", platform, alice, FileMetadata.of("secret-name", "secret/type")));

        for (String key : await(storage.keys())) {
            byte[] value = await(storage.get(key));
            for (String secret : List.of("secret", "user-by-name", ALICE, "Travel", "Paris", "paris", "blue")) {
                assertThat(new String(value, UTF_8)).doesNotContain(secret);
                assertThat(key).doesNotContain(secret);
            }
        }
    }

    @Test
    void theSameContentTwiceIsNothingTheSame() {
        String second = await(service.createZkimFile(data, ALICE, platform, alice, NOTES))
                .id();

        assertThat(second).isNotEqualTo(id);
        for (int chunk = 0; chunk < 5; chunk++) {
            assertThat(value(FileNames.chunk(id, chunk))).isNotEqualTo(value(FileNames.chunk(second, chunk)));
        }
        byte[] one = value(FileNames.header(id));
        byte[] two = value(FileNames.header(second));
        assertThat(Arrays.copyOfRange(one, 96, 3504)).isNotEqualTo(Arrays.copyOfRange(two, 96, 3504));
    }

    @Test
    void anAlteredBitOfTheHeaderIsSeenByEverybodyWithAKey() {
        byte[] header = value(FileNames.header(id));

        for (int bit = 0; bit < Byte.SIZE * header.length; bit += BITS_BETWEEN_TRIALS) {
            byte[] altered = header.clone();
            altered[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            put(FileNames.header(id), altered);

            ServiceException user = failure(service.downloadFile(id, ALICE, platform, alice));
            ServiceException server = failure(service.getZkimFile(id, platform));

            assertThat(user.code())
                    .isIn("ZKIM_FILE_DECRYPTION_FAILED", "ZKIM_FILE_PARSE_FAILED", "ZKIM_FILE_VERSION_UNSUPPORTED");
            assertThat(server.code())
                    .isIn("ZKIM_FILE_DECRYPTION_FAILED", "ZKIM_FILE_PARSE_FAILED", "ZKIM_FILE_VERSION_UNSUPPORTED");
        }
    }

    @Test
    void anAlteredBitOfAChunkIsSeenBeforeAByteOfItIsGivenOut() {
        byte[] chunk = value(FileNames.chunk(id, 2));

        for (int bit = 0; bit < Byte.SIZE * chunk.length; bit += 10 * BITS_BETWEEN_TRIALS) {
            byte[] altered = chunk.clone();
            altered[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            put(FileNames.chunk(id, 2), altered);
            ByteArrayOutputStream out = new ByteArrayOutputStream();

            ServiceException seen =
                    failure(service.downloadFile(id, ALICE, platform, alice, out, ProgressListener.NONE));

            assertThat(seen.code()).isEqualTo("ZKIM_FILE_INTEGRITY_VALIDATION_FAILED");
            assertThat(seen.kind()).isEqualTo(ErrorKind.CORRUPTED);
            assertThat(seen.details()).containsEntry("chunk", 2L).containsEntry("missing", false);
            assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(data, 2 * CHUNK));
        }
    }

    @Test
    void chunksAreNotReorderedDroppedTruncatedOrDoubled() {
        swap(FileNames.chunk(id, 1), FileNames.chunk(id, 2));
        assertThat(readFails().details()).containsKey("chunk");
        swap(FileNames.chunk(id, 1), FileNames.chunk(id, 2));

        put(FileNames.chunk(id, 3), Arrays.copyOf(value(FileNames.chunk(id, 3)), CHUNK));
        assertThat(readFails().details()).containsEntry("chunk", 3L).containsEntry("missing", false);

        await(storage.delete(FileNames.chunk(id, 3)));
        assertThat(readFails().details()).containsEntry("chunk", 3L).containsEntry("missing", true);

        put(FileNames.chunk(id, 3), value(FileNames.chunk(id, 0)));
        assertThat(readFails().details()).containsEntry("chunk", 3L);
    }

    @Test
    void aTruncatedHeaderOrAnotherCountIsNoFile() {
        byte[] header = value(FileNames.header(id));
        for (int length = 0; length < header.length; length += 13) {
            put(FileNames.header(id), Arrays.copyOf(header, length));
            assertThat(readFails().code()).isIn("ZKIM_FILE_PARSE_FAILED", "ZKIM_FILE_VERSION_UNSUPPORTED");
        }
        put(FileNames.header(id), Arrays.copyOf(header, header.length + 1));
        assertThat(readFails().code()).isEqualTo("ZKIM_FILE_PARSE_FAILED");
    }

    @Test
    void filesAreNotSwapped() {
        String other = await(service.createZkimFile(data, ALICE, platform, alice, NOTES))
                .id();

        swap(FileNames.chunk(id, 0), FileNames.chunk(other, 0));
        assertThat(readFails().details()).containsEntry("chunk", 0L);
        swap(FileNames.chunk(id, 0), FileNames.chunk(other, 0));

        swap(FileNames.header(id), FileNames.header(other));
        assertThat(readFails().code()).isEqualTo("ZKIM_FILE_PARSE_FAILED");

        // Under its new name a header is altered.
        byte[] renamed = value(FileNames.header(id));
        System.arraycopy(HexFormat.of().parseHex(id), 0, renamed, 8, FileHeader.ID_BYTES);
        put(FileNames.header(id), renamed);
        assertThat(readFails().code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
    }

    @Test
    void anOlderHeaderIsSeenByWhomSawTheNewer() {
        byte[] older = value(FileNames.header(id));
        ZkimFile file = await(service.getZkimFile(id, ALICE, alice));
        await(service.updateFileMetadata(file, ALICE, MetadataUpdate.none().mimeType("a/b")));
        put(FileNames.header(id), older);

        ServiceException seen = failure(service.getZkimFile(id, ALICE, alice));

        assertThat(seen.code()).isEqualTo("ZKIM_FILE_ROLLED_BACK");
        assertThat(seen.details()).containsEntry("revision", 1L).containsEntry("seenRevision", 2L);
        assertThat(failure(service.getZkimFile(id, platform)).code()).isEqualTo("ZKIM_FILE_ROLLED_BACK");
        assertThat(failure(service.getZkimFile(id)).code()).isEqualTo("ZKIM_FILE_ROLLED_BACK");
        assertThat(failure(service.validateFileIntegrity(file)).code()).isEqualTo("ZKIM_FILE_ROLLED_BACK");
        assertThat(readFails().code()).isEqualTo("ZKIM_FILE_ROLLED_BACK");
        // Who never saw the newer one cannot know: that is what the table says.
        try (ZkimFileService fresh = Files.service(storage)) {
            assertThat(await(fresh.getZkimFile(id, ALICE, alice)).revision()).isEqualTo(1);
        }
    }

    @Test
    void aHeaderThatNoKeyProvedIsNotRemembered() {
        byte[] header = value(FileNames.header(id));
        byte[] later = header.clone();
        later[REVISION_AT] = 1;
        put(FileNames.header(id), later);
        try (ZkimFileService fresh = Files.service(storage)) {
            assertThat(await(fresh.getZkimFile(id)).revision()).isGreaterThan(1);
            put(FileNames.header(id), header);

            assertThat(await(fresh.getZkimFile(id)).revision()).isEqualTo(1);
            assertThat(await(fresh.getZkimFile(id, platform)).revision()).isEqualTo(1);
        }
    }

    @Test
    void aHeaderThatAValidationProvedIsRemembered() {
        byte[] older = value(FileNames.header(id));
        ZkimFile file = await(service.getZkimFile(id, ALICE, alice));
        ZkimFile newer = await(
                service.updateFileMetadata(file, ALICE, MetadataUpdate.none().mimeType("a/b")));
        try (ZkimFileService fresh = Files.service(storage)) {
            assertThat(await(fresh.validateFileIntegrity(newer)).valid()).isTrue();
            put(FileNames.header(id), older);

            assertThat(failure(fresh.getZkimFile(id, ALICE, alice)).code()).isEqualTo("ZKIM_FILE_ROLLED_BACK");
        }
    }

    @Test
    void anEntryThatTheStoragePutsIntoTheIndexFindsNothing() {
        String tag = BlindIndex.tag(alice);
        put(FileNames.posting(tag, BlindIndex.token(alice, "invoice"), id), new byte[0]);
        put(FileNames.posting(tag, BlindIndex.token(alice, "invoice"), "0".repeat(32)), new byte[0]);

        assertThat(await(service.searchFiles("invoice", ALICE, alice, 10))).isEmpty();
        assertThat(await(service.searchFiles("paris", ALICE, alice, 10))).hasSize(1);
    }

    @Test
    void aValidationSeesAHeaderThatWasExchangedOrRemoved() {
        ZkimFile file = await(service.getZkimFile(id, ALICE, alice));
        assertThat(await(service.validateFileIntegrity(file)).valid()).isTrue();

        put(FileNames.header(id), new byte[] {1, 2, 3});
        assertThat(failure(service.validateFileIntegrity(file)).code()).isEqualTo("ZKIM_FILE_PARSE_FAILED");
        byte[] altered = file.header().encoded().clone();
        altered[altered.length - 1] ^= 1;
        put(FileNames.header(id), altered);
        assertThat(failure(service.validateFileIntegrity(file)).code()).isEqualTo("ZKIM_FILE_CONFLICT");
        await(storage.delete(FileNames.header(id)));
        assertThat(failure(service.validateFileIntegrity(file)).code()).isEqualTo("ZKIM_FILE_NOT_FOUND");
    }
}
