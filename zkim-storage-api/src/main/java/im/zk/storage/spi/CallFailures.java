package im.zk.storage.spi;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What the calls of a backend fail with: its own errors for what its service throws, and those that all backends share. */
final class CallFailures {

    private final BackendErrors errors;

    CallFailures(BackendErrors errors) {
        this.errors = Objects.requireNonNull(errors, "errors");
    }

    ServiceException closed(Operation operation, @Nullable String key) {
        return errors.error(operation, key, ErrorKind.CLOSED, "The backend is closed.")
                .build();
    }

    /** For a key or a prefix that breaks the key rules. */
    ServiceException invalid(String what, Operation operation, String key, String violation) {
        String message = "The " + what + " " + Keys.quote(key) + " " + violation + ".";
        return errors.error(operation, key, ErrorKind.INVALID_KEY, message).build();
    }

    /** For what the work threw, freed of {@code CompletionException}. */
    ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
        if (cause instanceof RejectedExecutionException) {
            String message = "The executor refused the work: it is shut down or its queue is full.";
            return errors.error(operation, key, ErrorKind.UNAVAILABLE, message)
                    .cause(cause)
                    .build();
        }
        if (cause instanceof MalformedAnswerException malformed) {
            return errors.error(operation, key, ErrorKind.CORRUPTED, Objects.requireNonNull(malformed.getMessage()))
                    .cause(cause)
                    .build();
        }
        if (cause instanceof ValueTooLargeException tooLarge) {
            return errors.error(operation, key, ErrorKind.VALUE_TOO_LARGE, tooLarge.getMessage() + ".")
                    .cause(cause)
                    .build();
        }
        return translateWithErrors(operation, key, cause);
    }

    /** A translator's own bug must not leave the operation open for ever. */
    private ServiceException translateWithErrors(Operation operation, @Nullable String key, Throwable cause) {
        try {
            return Objects.requireNonNull(errors.translate(operation, key, cause), "translation");
        } catch (RuntimeException | Error bug) {
            // An Error too: the translator may name a class of a library that is not there.
            String message = "The operation failed with " + cause.getClass().getName() + ".";
            ServiceException untranslated = ServiceException.builder(
                            ServiceException.STORAGE_ERROR, ErrorKind.UNKNOWN, message)
                    .key(key)
                    .cause(cause)
                    .build();
            untranslated.addSuppressed(bug);
            return untranslated;
        }
    }
}
