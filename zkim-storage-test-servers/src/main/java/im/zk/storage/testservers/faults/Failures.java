package im.zk.storage.testservers.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.Futures;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What must fail, and how. */
public final class Failures {

    private Failures() {}

    /** What a future fails with, in time. */
    public static ServiceException of(CompletableFuture<?> future) {
        Throwable thrown = catchThrowable(() -> future.get(60, TimeUnit.SECONDS));
        assertThat(thrown).as("what the future fails with").isNotNull();
        Throwable bare = Futures.unwrap(thrown);
        assertThat(bare).isInstanceOf(ServiceException.class);
        return (ServiceException) bare;
    }

    /** What a future fails with, which must have a kind. */
    public static ServiceException of(CompletableFuture<?> future, ErrorKind kind) {
        ServiceException failure = of(future);
        assertThat(failure.kind())
                .as("the kind of %s, from %s", failure, failure.getCause())
                .isEqualTo(kind);
        return failure;
    }

    /** What is thrown at once, which must have a kind. */
    public static ServiceException of(Callable<?> call, ErrorKind kind) {
        Throwable thrown = catchThrowable(call::call);
        assertThat(thrown).isInstanceOf(ServiceException.class);
        assertThat(((ServiceException) thrown).kind())
                .as("the kind of %s", thrown)
                .isEqualTo(kind);
        return (ServiceException) thrown;
    }

    /** A future that is complete when another one is, however that ends. */
    public static CompletableFuture<@Nullable Void> ignored(CompletableFuture<?> future) {
        return future.handle((value, failure) -> null);
    }
}
