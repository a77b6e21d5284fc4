package im.zk.storage.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** What could not be written would not have fitted; the system says so only in its user's language. */
final class DiskFullException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    DiskFullException(Path path, IOException cause) {
        super(path.toString(), null, "does not fit on the disk");
        initCause(cause);
    }
}
