package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Pending;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Fails each call that takes too long with kind {@code TIMEOUT}, and cancels the work under it. */
final class TimeoutStorageBackend extends AroundStorageBackend {

    /** Detail: the time that the call had, in milliseconds. */
    static final String TIMEOUT_MILLIS = "timeoutMillis";

    private final Duration timeout;
    private final long nanos;
    private final Timer timer;

    TimeoutStorageBackend(StorageBackend delegate, Duration timeout) {
        this(delegate, timeout, new SystemTimer());
    }

    TimeoutStorageBackend(StorageBackend delegate, Duration timeout, Timer timer) {
        super(delegate);
        this.timeout = timeout;
        this.nanos = timeout.toNanos();
        this.timer = timer;
    }

    @Override
    Layer layer() {
        return Layer.TIMEOUT;
    }

    @Override
    <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
        CompletableFuture<T> work = call.on(delegate());
        if (work.isDone()) {
            return work;
        }
        Pending<T> result = new Pending<>();
        result.runs(work);
        Runnable callOff = timer.after(nanos, () -> result.completeExceptionally(late(call)));
        result.whenComplete((value, failure) -> callOff.run());
        work.whenComplete(result::end);
        return result;
    }

    @Override
    void end() {
        timer.close();
    }

    private ServiceException late(Call<?> call) {
        String message = "No answer within " + timeout.toMillis() + " ms. Whether a change took effect is not known.";
        return DecoratorErrors.of(ErrorKind.TIMEOUT, call, message)
                .detail(TIMEOUT_MILLIS, timeout.toMillis())
                .build();
    }
}
