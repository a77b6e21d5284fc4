package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call of one operation that a decorator makes of what it wraps, now, later or again.
 *
 * @param key its key, or null where it has none or many
 * @param keys the keys of a batch, or null
 * @param work the call itself
 * @param narrowed the same batch for some of its keys alone, or null where that would not do
 */
record Call<T extends @Nullable Object>(
        @Nullable String key,
        @Nullable Collection<String> keys,
        Function<StorageBackend, CompletableFuture<T>> work,
        @Nullable Function<Collection<String>, Call<T>> narrowed) {

    /** A call for a key, or for none. */
    static <T extends @Nullable Object> Call<T> of(
            @Nullable String key, Function<StorageBackend, CompletableFuture<T>> work) {
        return new Call<>(key, null, work, null);
    }

    CompletableFuture<T> on(StorageBackend backend) {
        return work.apply(backend);
    }
}
