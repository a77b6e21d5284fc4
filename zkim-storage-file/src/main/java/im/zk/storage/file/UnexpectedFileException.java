package im.zk.storage.file;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** In the place of something that the store made stands something that it did not make, or made differently. */
final class UnexpectedFileException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    private UnexpectedFileException(Path path, String problem) {
        super(path.toString(), null, problem);
    }

    /** A link or a file where a directory belongs. */
    static UnexpectedFileException notADirectory(Path path) {
        return new UnexpectedFileException(path, "is not a directory");
    }

    /** A link, a directory or a device where a value belongs. */
    static UnexpectedFileException notAFile(Path path) {
        return new UnexpectedFileException(path, "is not a regular file");
    }

    /** A file whose bytes cannot be those of a value. */
    static UnexpectedFileException notAValue(Path path, String problem) {
        return new UnexpectedFileException(path, problem);
    }
}
