package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Operation;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a mirror itself fails with; all else are failures of its sides. */
final class MirrorErrors implements BackendErrors {

    @Override
    public String code(Operation operation) {
        return ServiceException.STORAGE_ERROR;
    }

    @Override
    public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
        String message = "A side of the mirror failed with " + cause.getClass().getName() + ".";
        return error(operation, key, ErrorKind.UNKNOWN, message).cause(cause).build();
    }

    /** A failure of a call of another kind than the one that was asked for, whose code it must not have. */
    static Throwable recoded(@Nullable String key, Throwable failure) {
        if (!(failure instanceof ServiceException known)) {
            return failure;
        }
        return DecoratorErrors.of(known.kind(), Objects.requireNonNull(known.getMessage()))
                .key(key)
                .detailsOf(known)
                .cause(known)
                .build();
    }

    /** What a call that has ended failed with; null where it did not, or is under way. */
    static @Nullable Throwable failureOf(CompletableFuture<?> call) {
        Throwable[] failures = new Throwable[1];
        if (call.isCompletedExceptionally()) {
            call.whenComplete((value, failure) -> failures[0] = Futures.unwrap(failure));
        }
        return failures[0];
    }
}
