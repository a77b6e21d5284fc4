package im.zk.storage.benchmarks.contender;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A way to keep bytes by key that takes part in a comparison. Keys are plain: letters, digits and hyphens, so that none of
 * them has to translate a name.
 */
public interface Contender extends AutoCloseable {

    /** Stores a value, in the place of one that is there. */
    CompletableFuture<?> set(String key, byte[] value);

    /** The value of a key that is there. */
    CompletableFuture<byte @Nullable []> get(String key);

    /** Whether a key is there. */
    CompletableFuture<Boolean> has(String key);

    /** Removes a key that is there. */
    CompletableFuture<?> delete(String key);

    /** Frees what it holds. */
    @Override
    void close();
}
