package im.zk.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.Operation;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each thing that a file system throws has its kind; full and read-only disks are tried for real elsewhere. */
class FileErrorsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "No space left on device, UNAVAILABLE",
        "Disk quota exceeded, UNAVAILABLE",
        "There is not enough space on the disk, UNAVAILABLE",
        "Too many open files, UNAVAILABLE",
        "Input/output error, UNAVAILABLE",
        "Stale file handle, UNAVAILABLE",
        "Read-only file system, PERMISSION_DENIED",
        "Operation not permitted, PERMISSION_DENIED",
        "File too large, VALUE_TOO_LARGE",
        "File name too long, INVALID_CONFIG",
        "No room on the thing, UNKNOWN"
    })
    @DisplayName("E3: the system's texts have kinds, wherever Java puts them")
    void texts(String text, ErrorKind kind) {
        for (IOException cause : List.of(new IOException(text), new FileSystemException("/x/y", null, text))) {
            ServiceException failure = new FileErrors(directory).translate(Operation.SET, "key", cause);
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.code()).isEqualTo("FILE_UPLOAD_ERROR");
            assertThat(failure).hasCause(cause).hasMessageContaining(text);
            assertThat(failure.details()).containsEntry("key", "key").containsEntry("directory", directory.toString());
        }
    }

    @Test
    @DisplayName("E1: codes name the operation, kinds the reason")
    void types() {
        FileErrors errors = new FileErrors(directory);
        assertThat(errors.translate(Operation.GET, "k", new AccessDeniedException("/x"))
                        .toString())
                .contains("FILE_DOWNLOAD_ERROR", "PERMISSION_DENIED", "/x");
        assertThat(errors.translate(Operation.HAS, "k", UnexpectedFileException.notAFile(directory))
                        .toString())
                .contains("FILE_CHECK_ERROR", "CORRUPTED", directory.toString());
        assertThat(errors.translate(Operation.DELETE, "k", new NoSuchFileException("/x"))
                        .toString())
                .contains("FILE_DELETE_ERROR", "CONFLICT", "/x");
        assertThat(errors.translate(Operation.LIST, null, new OutOfMemoryError())
                        .toString())
                .contains("FILE_LIST_ERROR", "UNKNOWN", "OutOfMemoryError");
        assertThat(new FileErrors(directory.resolve("gone"))
                        .translate(Operation.CLEAR, null, new IOException("any"))
                        .toString())
                .contains("FILE_CLEAR_ERROR", "CONTAINER_NOT_FOUND", "gone");
    }
}
