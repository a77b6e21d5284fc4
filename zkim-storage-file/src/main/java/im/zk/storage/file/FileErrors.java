package im.zk.storage.file;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.Operation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the file system throws, in the words of the contract.
 *
 * <p>Java has a type for few of its errors. The others differ by the text of strerror(3) alone, which is in the language
 * of the process; so what a user meets most, a full disk and a read-only one, is also asked of the file system itself.
 */
final class FileErrors implements BackendErrors {

    private static final Set<Operation> CHANGES = Set.of(Operation.SET, Operation.DELETE, Operation.CLEAR);

    private static final Map<Pattern, ErrorKind> KINDS = Map.of(
            Pattern.compile("No space left|[Qq]uota exceeded|not enough space|Too many open files"),
            ErrorKind.UNAVAILABLE,
            Pattern.compile("Input/output error|Stale file handle|No locks available"),
            ErrorKind.UNAVAILABLE,
            Pattern.compile("Read-only file system|Operation not permitted"),
            ErrorKind.PERMISSION_DENIED,
            Pattern.compile("File too large"),
            ErrorKind.VALUE_TOO_LARGE,
            Pattern.compile("File name too long"),
            ErrorKind.INVALID_CONFIG);

    private final Path root;

    FileErrors(Path root) {
        this.root = root;
    }

    /** For an option or a property that cannot be used. */
    static ServiceException invalid(String message) {
        return ServiceException.builder(ServiceException.STORAGE_ERROR, ErrorKind.INVALID_CONFIG, message)
                .build();
    }

    /** For a directory that cannot be opened. */
    static ServiceException cannotOpen(Path directory, IOException cause) {
        Reason reason = openReason(directory, cause);
        return ServiceException.builder(ServiceException.STORAGE_ERROR, reason.kind, reason.message)
                .detail("directory", directory.toString())
                .cause(cause)
                .build();
    }

    @Override
    public String code(Operation operation) {
        return operation.code("FILE");
    }

    @Override
    public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
        Reason reason = isGone() ? gone() : reason(root, CHANGES.contains(operation), cause);
        return error(operation, key, reason.kind, reason.message)
                .detail("directory", root.toString())
                .cause(cause)
                .build();
    }

    /** For a {@code clear} that left keys behind, or did not get to see them. */
    ServiceException notCleared(Collection<String> failedKeys, IOException first) {
        ServiceException reason = translate(Operation.CLEAR, null, first);
        String message = "Not everything was removed, the first reason: " + reason.getMessage();
        return ServiceException.builder(reason.code(), reason.kind(), message)
                .failedKeys(failedKeys)
                .detailsOf(reason)
                .cause(first)
                .build();
    }

    private boolean isGone() {
        try {
            return !LocalFiles.isDirectory(root);
        } catch (IOException notKnown) {
            // The failure that is being translated says more than this one.
            return false;
        }
    }

    private Reason gone() {
        return new Reason(
                ErrorKind.CONTAINER_NOT_FOUND, "The directory " + root + " is gone: it was there when it was opened.");
    }

    private static Reason openReason(Path directory, IOException cause) {
        if (cause instanceof UnexpectedFileException unexpected) {
            String message = "The directory " + directory + " cannot be used: " + unexpected.getMessage() + ".";
            return new Reason(ErrorKind.INVALID_CONFIG, message);
        }
        if (cause instanceof NoSuchFileException) {
            String message = "The directory " + directory + " does not exist, and is not to be created.";
            return new Reason(ErrorKind.CONTAINER_NOT_FOUND, message);
        }
        return reason(directory, true, cause);
    }

    private static Reason reason(Path directory, boolean changes, Throwable cause) {
        if (cause instanceof UnexpectedFileException unexpected) {
            return new Reason(ErrorKind.CORRUPTED, "Not made by this storage: " + unexpected.getMessage() + ".");
        }
        if (cause instanceof DiskFullException) {
            return full(directory);
        }
        if (cause instanceof AccessDeniedException denied) {
            return new Reason(ErrorKind.PERMISSION_DENIED, "No permission for " + denied.getMessage() + ".");
        }
        if (cause instanceof InterruptedIOException || cause instanceof ClosedByInterruptException) {
            return new Reason(ErrorKind.UNAVAILABLE, "The thread that did the work was interrupted.");
        }
        if (cause instanceof NoSuchFileException missing) {
            return new Reason(ErrorKind.CONFLICT, "Another program got in the way: " + missing.getMessage() + ".");
        }
        return cause instanceof IOException failed
                ? byText(directory, changes, failed)
                : new Reason(
                        ErrorKind.UNKNOWN,
                        "The file storage failed with " + cause.getClass().getName() + ".");
    }

    private static Reason byText(Path directory, boolean changes, IOException failed) {
        String message = "The file system that holds " + directory + " says: " + failed.getMessage() + ".";
        String text = failed instanceof FileSystemException known ? known.getReason() : failed.getMessage();
        for (Map.Entry<Pattern, ErrorKind> each : KINDS.entrySet()) {
            if (text != null && each.getKey().matcher(text).find()) {
                return new Reason(each.getValue(), message);
            }
        }
        if (changes && !Files.isWritable(directory)) {
            return new Reason(ErrorKind.PERMISSION_DENIED, message);
        }
        return changes && LocalFiles.isFull(directory, 0) ? full(directory) : new Reason(ErrorKind.UNKNOWN, message);
    }

    private static Reason full(Path directory) {
        return new Reason(ErrorKind.UNAVAILABLE, "The disk that holds " + directory + " is full.");
    }

    private record Reason(ErrorKind kind, String message) {}
}
