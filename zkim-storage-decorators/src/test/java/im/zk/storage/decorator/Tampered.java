package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
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
}
