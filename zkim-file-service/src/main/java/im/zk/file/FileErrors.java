package im.zk.file;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The only place that makes a {@link ServiceException} here; none holds a key, a name or a byte of content. */
final class FileErrors {

    static final String CREATION = "ZKIM_FILE_CREATION_FAILED";
    static final String RETRIEVAL = "ZKIM_FILE_RETRIEVAL_FAILED";
    static final String DECRYPTION = "ZKIM_FILE_DECRYPTION_FAILED";
    static final String PARSE = "ZKIM_FILE_PARSE_FAILED";
    static final String VERSION = "ZKIM_FILE_VERSION_UNSUPPORTED";
    static final String NOT_FOUND = "ZKIM_FILE_NOT_FOUND";
    static final String INTEGRITY = "ZKIM_FILE_INTEGRITY_VALIDATION_FAILED";
    static final String ROLLED_BACK = "ZKIM_FILE_ROLLED_BACK";
    static final String SIZE = "ZKIM_FILE_SIZE_EXCEEDED";
    static final String UPDATE = "ZKIM_FILE_METADATA_UPDATE_FAILED";
    static final String REWRAP = "ZKIM_FILE_REWRAP_FAILED";
    static final String CONFLICT = "ZKIM_FILE_CONFLICT";
    static final String SEARCH = "ZKIM_FILE_SEARCH_FAILED";
    static final String SEARCH_DISABLED = "ZKIM_FILE_SEARCH_DISABLED";
    static final String DELETION = "ZKIM_FILE_DELETION_FAILED";
    static final String LISTING = "ZKIM_FILE_LISTING_FAILED";
    static final String CLEANUP = "ZKIM_FILE_CLEANUP_FAILED";
    static final String VALIDATION = "ZKIM_FILE_VALIDATION_FAILED";
    static final String KEY_REQUIRED = "ZKIM_FILE_KEY_REQUIRED";
    static final String KEY_DESTROYED = "ZKIM_FILE_KEY_DESTROYED";
    static final String ARGUMENT = "ZKIM_FILE_INVALID_ARGUMENT";
    static final String CLOSED = "ZKIM_FILE_SERVICE_CLOSED";

    /** With these a storage says that it cannot give one object, while others may well be there. */
    static final Set<ErrorKind> OF_ONE_OBJECT =
            Set.of(ErrorKind.CORRUPTED, ErrorKind.PERMISSION_DENIED, ErrorKind.VALUE_TOO_LARGE);

    /** Detail: the index of the chunk that is missing or altered. */
    static final String CHUNK = "chunk";

    /** Detail: the file's id. */
    static final String FILE_ID = "fileId";

    private FileErrors() {}

    /** What an operation fails with: a failure of this package as it is, any other under the operation's code. */
    static ServiceException of(String code, @Nullable String id, Throwable cause) {
        if (cause instanceof ServiceException known) {
            if (known.code().startsWith("ZKIM_FILE_")) {
                return id == null || known.details().containsKey(FILE_ID) ? known : withFileId(known, id);
            }
            return ServiceException.builder(code, known.kind(), "The storage failed: " + known.getMessage())
                    .detail(FILE_ID, id)
                    .detailsOf(known)
                    .cause(known)
                    .build();
        }
        if (cause instanceof CallersFailure theirs) {
            return ofCaller(code, id, theirs);
        }
        String message = "The operation failed with " + cause.getClass().getName() + ".";
        return ServiceException.builder(code, ErrorKind.UNKNOWN, message)
                .detail(FILE_ID, id)
                .cause(cause)
                .build();
    }

    /** Neither the storage nor this package failed: whoever reads of it knows where to look. */
    private static ServiceException ofCaller(String code, @Nullable String id, CallersFailure theirs) {
        Throwable thrown = Objects.requireNonNull(theirs.getCause());
        ErrorKind kind = thrown instanceof ServiceException known ? known.kind() : ErrorKind.UNKNOWN;
        String message = "The " + theirs.what() + " given by the caller failed with "
                + thrown.getClass().getName() + ": look there, the cause says more.";
        return withSuppressed(
                ServiceException.builder(code, kind, message)
                        .detail(FILE_ID, id)
                        .cause(thrown)
                        .build(),
                theirs);
    }

    private static ServiceException withFileId(ServiceException known, String id) {
        ServiceException.Builder named = ServiceException.builder(
                        known.code(), known.kind(), String.valueOf(known.getMessage()))
                .detail(FILE_ID, id)
                .detailsOf(known);
        Throwable cause = known.getCause();
        return withSuppressed((cause == null ? named : named.cause(cause)).build(), known);
    }

    private static ServiceException withSuppressed(ServiceException error, Throwable from) {
        for (Throwable suppressed : from.getSuppressed()) {
            error.addSuppressed(suppressed);
        }
        return error;
    }

    /** Whether a header failed so that others may well be read: it is damaged, of a later version, or not given. */
    static boolean isOfOneFile(Throwable failure) {
        return failure instanceof ServiceException error
                && (OF_ONE_OBJECT.contains(error.kind()) || error.code().equals(VERSION));
    }

    /** One error for a wrong key, a wrong user and an altered header: who can't open it learns nothing more. */
    static ServiceException notOpened() {
        return error(
                DECRYPTION,
                ErrorKind.PERMISSION_DENIED,
                "These keys and this user do not open the file: they belong to another one, or its header was altered.");
    }

    static ServiceException malformed(String what) {
        return error(PARSE, ErrorKind.CORRUPTED, "This is no header of a ZKIM file: " + what + ".");
    }

    static ServiceException firstVersion() {
        return error(
                VERSION,
                ErrorKind.UNSUPPORTED,
                "The TypeScript version wrote this file (format 1). That format drops the user layer's ciphertext, so what is"
                        + " stored cannot be decrypted by anybody: create the file anew from its source.");
    }

    static ServiceException version(int version) {
        return error(VERSION, ErrorKind.UNSUPPORTED, "The file has format " + version + ", and this library reads 2.");
    }

    static ServiceException suite(int suite) {
        return error(VERSION, ErrorKind.UNSUPPORTED, "The file's suite " + suite + " is unknown to this library.");
    }

    static ServiceException notFound(String id) {
        return builder(NOT_FOUND, ErrorKind.UNKNOWN, "There is no such file.", id)
                .build();
    }

    static ServiceException chunkMissing(String id, int chunk) {
        return builder(INTEGRITY, ErrorKind.CORRUPTED, "Chunk " + chunk + " of the file is missing.", id)
                .detail(CHUNK, chunk)
                .detail("missing", true)
                .build();
    }

    static ServiceException chunkAltered(String id, int chunk) {
        return altered(id, chunk, "Chunk " + chunk + " of the file was altered.")
                .build();
    }

    /** A chunk of which the storage itself says that it is not what was stored. */
    static ServiceException chunkAltered(String id, int chunk, Throwable cause) {
        String message = "Chunk " + chunk + " of the file was altered, as the storage says: " + cause.getMessage();
        return altered(id, chunk, message).cause(cause).build();
    }

    /** Whether a storage said that a value is not what was stored. */
    static boolean isCorrupted(Throwable failure) {
        return failure instanceof ServiceException error
                && error.kind() == ErrorKind.CORRUPTED
                && !error.code().equals(INTEGRITY);
    }

    static ServiceException rolledBack(String id, long revision, long seen) {
        String message = "The storage gave revision " + revision + " of the file after "
                + (seen == RevisionMemory.DELETED ? "it was deleted." : "revision " + seen + ".");
        return builder(ROLLED_BACK, ErrorKind.CORRUPTED, message, id)
                .detail("revision", revision)
                .detail("seenRevision", seen)
                .build();
    }

    static ServiceException tooLarge(long limit) {
        return ServiceException.builder(
                        SIZE, ErrorKind.VALUE_TOO_LARGE, "The content is longer than " + limit + " bytes.")
                .detail("limit", limit)
                .build();
    }

    static ServiceException conflict(String id, long expected, long found) {
        String message = "The file was changed since it was got as revision " + expected + ", and has revision " + found
                + " now. Get it anew and try again.";
        return builder(CONFLICT, ErrorKind.CONFLICT, message, id)
                .detail("revision", found)
                .build();
    }

    static ServiceException takenForDead() {
        return error(
                CREATION,
                ErrorKind.CONFLICT,
                "A cleanup took this upload for dead, because its lease ended without progress. Try again.");
    }

    static ServiceException keyRequired(String what) {
        return error(KEY_REQUIRED, ErrorKind.PERMISSION_DENIED, what);
    }

    static ServiceException keyDestroyed() {
        return error(KEY_DESTROYED, ErrorKind.INVALID_CONFIG, "The key was destroyed.");
    }

    static ServiceException invalid(String what) {
        return error(ARGUMENT, ErrorKind.INVALID_CONFIG, what);
    }

    static ServiceException unsupported(String code, String what) {
        return error(code, ErrorKind.UNSUPPORTED, what);
    }

    static ServiceException closed() {
        return error(CLOSED, ErrorKind.CLOSED, "The file service is closed.");
    }

    private static ServiceException error(String code, ErrorKind kind, String message) {
        return ServiceException.builder(code, kind, message).build();
    }

    private static ServiceException.Builder altered(String id, int chunk, String message) {
        return builder(INTEGRITY, ErrorKind.CORRUPTED, message, id)
                .detail(CHUNK, chunk)
                .detail("missing", false);
    }

    private static ServiceException.Builder builder(String code, ErrorKind kind, String message, String id) {
        return ServiceException.builder(code, kind, message).detail(FILE_ID, id);
    }
}
