package im.zk.storage.benchmarks.measure;

import im.zk.storage.benchmarks.contender.Contender;
import java.util.concurrent.CompletableFuture;

/** An operation that is measured. */
enum Action {
    SET {
        @Override
        CompletableFuture<?> call(Contender contender, String key, byte[] value) {
            return contender.set(key, value);
        }
    },
    GET {
        @Override
        CompletableFuture<?> call(Contender contender, String key, byte[] value) {
            return contender.get(key).thenAccept(found -> {
                if (found == null || found.length != value.length) {
                    throw new IllegalStateException("get gave another value than was set");
                }
            });
        }
    };

    abstract CompletableFuture<?> call(Contender contender, String key, byte[] value);

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
