package im.zk.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The errors of a backend called TEST, and how a test looks at what a future failed with. */
final class TestErrors implements BackendErrors {

    @Override
    public String code(Operation operation) {
        return operation.code("TEST");
    }

    @Override
    public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
        return error(operation, key, ErrorKind.PERMISSION_DENIED, "translated")
                .cause(cause)
                .build();
    }

    /** What a future fails with, as {@code exceptionally} on it sees it; waits for it. */
    static ServiceException failureOf(CompletableFuture<?> future) {
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        future.whenComplete(
                (value, failure) -> seen.complete(failure == null ? new AssertionError("it did not fail") : failure));
        assertThat(seen).succeedsWithin(30, TimeUnit.SECONDS).isExactlyInstanceOf(ServiceException.class);
        return (ServiceException) seen.join();
    }
}
