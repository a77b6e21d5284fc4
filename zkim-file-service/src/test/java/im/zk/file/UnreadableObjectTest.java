package im.zk.file;

import static im.zk.file.Files.await;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A value that the storage has and cannot give keeps nobody from deleting the file, and is named. */
class UnreadableObjectTest extends ThreatenedFile {

    @ParameterizedTest
    @EnumSource(names = {"CORRUPTED", "PERMISSION_DENIED", "VALUE_TOO_LARGE"})
    void aFileWhoseHeaderTheStorageCannotGiveIsDeleted(ErrorKind kind) {
        try (ZkimFileService unlucky = Files.service(new UnreadableStorage(storage, FileNames.header(id), kind))) {
            await(unlucky.deleteFile(id));

            List<String> left = await(storage.keys());
            assertThat(left).isNotEmpty().allMatch(key -> key.startsWith(FileNames.INDEX));
            assertThat(await(unlucky.searchFiles("paris", Files.ALICE, alice, 1))).isEmpty();
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
}
