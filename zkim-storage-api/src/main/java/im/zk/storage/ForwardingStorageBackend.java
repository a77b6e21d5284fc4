package im.zk.storage;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Passes every operation on to another backend, so that a decorator overrides only what it changes.
 *
 * <p>Batches and pages are passed on as batches and pages. Closing this closes the other. Prints as the decorator's name
 * around the other's, such as {@code ReadOnly(Memory)}.
 */
public abstract class ForwardingStorageBackend implements StorageBackend {

    private final StorageBackend delegate;

    /**
     * Wraps a backend.
     *
     * @param delegate the backend that does the work; closed with this one
     */
    protected ForwardingStorageBackend(StorageBackend delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** The backend that does the work. */
    protected final StorageBackend delegate() {
        return delegate;
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        return delegate.set(key, value);
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return delegate.get(key);
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return delegate.has(key);
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return delegate.delete(key);
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return delegate.clear();
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return delegate.keys();
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        return delegate.setBatch(entries);
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        return delegate.getBatch(keys);
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        return delegate.deleteBatch(keys);
    }

    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        return delegate.listKeys(query);
    }

    @Override
    public Set<Capability> capabilities() {
        return delegate.capabilities();
    }

    @Override
    public boolean retries() {
        return delegate.retries();
    }

    /** This one, unless the delegate retries: a decorator cannot be moved to another delegate. */
    @Override
    public StorageBackend withoutRetries() {
        return StorageBackend.super.withoutRetries();
    }

    @Override
    public void close() {
        delegate.close();
    }

    /** The decorator's name around the delegate's text. */
    @Override
    public String toString() {
        return getClass().getSimpleName().replaceFirst("(Storage)?(Backend)?$", "") + "(" + delegate + ")";
    }
}
