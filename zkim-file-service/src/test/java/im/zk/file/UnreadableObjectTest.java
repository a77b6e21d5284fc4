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
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A value that the storage has and cannot give keeps nobody from deleting the file, and is named. */
class UnreadableObjectTest extends ThreatenedFile {

    private static final int CHUNKS_IN_FLIGHT = 4;

    @ParameterizedTest
    @EnumSource(names = {"CORRUPTED", "PERMISSION_DENIED", "VALUE_TOO_LARGE"})
    void aFileWhoseHeaderTheStorageCannotGiveIsDeleted(ErrorKind kind) {
        try (ZkimFileService unlucky = Files.service(new UnreadableStorage(storage, FileNames.header(id), kind))) {
            await(unlucky.deleteFile(id));

            List<String> left = await(storage.keys());
            assertThat(left).isNotEmpty().allMatch(key -> key.startsWith(FileNames.INDEX));
            assertThat(await(unlucky.searchFiles("paris", ALICE, alice, 1))).isEmpty();
        }
        await(service.cleanup());
        assertThat(await(storage.keys())).isEmpty();
    }

    @Test
    void aFileIsNotDeletedByHalvesWhereTheStorageIsAway() {
        List<String> before = await(storage.keys());
        try (ZkimFileService unlucky =
                Files.service(new UnreadableStorage(storage, FileNames.header(id), ErrorKind.UNAVAILABLE))) {
            ServiceException failed = failure(unlucky.deleteFile(id));

            assertThat(failed.code()).isEqualTo("ZKIM_FILE_DELETION_FAILED");
            assertThat(failed.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        }
        assertThat(await(storage.keys())).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aChunkThatTheStorageReportsAsCorruptedIsNamed() {
        UnreadableStorage corrupted = new UnreadableStorage(storage, FileNames.chunk(id, 2));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZkimFileService unlucky = Files.service(corrupted)) {
            ServiceException array = failure(unlucky.downloadFile(id, ALICE, platform, alice));
            ServiceException stream =
                    failure(unlucky.downloadFile(id, ALICE, platform, alice, out, ProgressListener.NONE));

            assertThat(List.of(array, stream)).allSatisfy(failed -> {
                assertThat(failed.code()).isEqualTo("ZKIM_FILE_INTEGRITY_VALIDATION_FAILED");
                assertThat(failed.kind()).isEqualTo(ErrorKind.CORRUPTED);
                assertThat(failed.details()).containsEntry("chunk", 2L).containsEntry("missing", false);
                assertThat(failed.getCause()).hasMessage("This value cannot be given.");
            });
            assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(data, 2 * CHUNK));
            FileIntegrity seen = await(unlucky.validateFileIntegrity(await(unlucky.getZkimFile(id, platform))));
            assertThat(seen).isEqualTo(new FileIntegrity(true, true, false, List.of(), List.of(2)));
        }
    }

    @Test
    void aValidationEndsWhereTheStorageIsAway() {
        ZkimFile file = await(service.createZkimFile(content(100 * CHUNK), ALICE, platform, alice, NOTES));
        FaultingStorage away = new FaultingStorage(storage);
        try (ZkimFileService unlucky = Files.service(away)) {
            away.fail(call -> call > 10, FaultingStorage.Effect.NONE);

            ServiceException failed = failure(unlucky.validateFileIntegrity(file));

            assertThat(failed.code()).isEqualTo("ZKIM_FILE_VALIDATION_FAILED");
            assertThat(failed.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(away.calls()).isBetween(11, 10 + CHUNKS_IN_FLIGHT);
        }
    }
}
