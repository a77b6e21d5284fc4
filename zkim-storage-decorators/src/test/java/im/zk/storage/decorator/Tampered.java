package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Passes everything on through one method, which a mutant overrides. */
class Tampered extends AroundStorageBackend {

    Tampered(StorageBackend delegate) {
        super(delegate);
    }

    @Override
    Layer layer() {
        return Layer.METRICS;
    }

    @Override
    <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
        return call.on(delegate());
    }

    /** Ends one future as another ends, and is seen to have ended before the work under it has. */
    static <T extends @Nullable Object> void connect(CompletableFuture<T> work, CompletableFuture<T> result) {
        result.whenComplete((value, failure) -> work.cancel(true));
        work.whenComplete((value, failure) -> end(result, value, failure));
    }

    static <T extends @Nullable Object> void end(CompletableFuture<T> result, T value, @Nullable Throwable failure) {
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(Futures.unwrap(failure));
        }
    }

    /** The same calls, whose end the caller sees before the work under them has ended. */
    static StorageBackend hasty(StorageBackend backend) {
        return new Tampered(backend) {
            @Override
            <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
                CompletableFuture<T> result = new CompletableFuture<>();
                connect(super.around(call), result);
                return result;
            }
        };
    }
}
