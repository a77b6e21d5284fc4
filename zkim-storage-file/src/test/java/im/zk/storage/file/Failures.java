package im.zk.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** What operations and openings fail with. */
final class Failures {

    private static final int SECONDS = 60;

    private Failures() {}

    /** The exception of an operation that is to fail, and bare. */
    static ServiceException of(CompletableFuture<?> operation, ErrorKind kind) {
        CompletionException thrown = catchThrowableOfType(
                CompletionException.class,
                () -> operation.copy().orTimeout(SECONDS, TimeUnit.SECONDS).join());
        assertThat(thrown).isNotNull();
        return checked(thrown.getCause(), kind);
    }

    /** The exception with which a backend or its options are refused. */
    static ServiceException of(ThrowingCallable call, ErrorKind kind) {
        ServiceException failure = catchThrowableOfType(ServiceException.class, call);
        return checked(failure, kind);
    }

    private static ServiceException checked(@Nullable Throwable failure, ErrorKind kind) {
        if (!(failure instanceof ServiceException known)) {
            throw new AssertionError("expected a ServiceException of kind " + kind, failure);
        }
        assertThat(known.kind()).as(known.toString()).isEqualTo(kind);
        return known;
    }
}
