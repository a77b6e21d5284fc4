package im.zk.storage.decorator;

import im.zk.storage.Capability;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.StorageBackend;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Refuses every operation that changes something with kind {@code UNSUPPORTED}, before anything is sent. */
final class ReadOnlyStorageBackend extends ForwardingStorageBackend {

    ReadOnlyStorageBackend(StorageBackend delegate) {
        super(delegate);
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        return refused();
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        Objects.requireNonNull(key, "key");
        return refused();
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return refused();
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        Objects.requireNonNull(entries, "entries");
        return refused();
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        Objects.requireNonNull(keys, "keys");
        return refused();
    }

    @Override
    public Set<Capability> capabilities() {
        EnumSet<Capability> left = EnumSet.copyOf(delegate().capabilities());
        left.removeAll(EnumSet.of(Capability.WRITE, Capability.DELETE, Capability.CLEAR));
        return Collections.unmodifiableSet(left);
    }

    private static CompletableFuture<@Nullable Void> refused() {
        return CompletableFuture.failedFuture(
                DecoratorErrors.unsupported("This storage is read-only. Open one that is not to change something."));
    }
}
