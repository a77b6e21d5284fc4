package im.zk.storage.decorator;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Keys;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Refuses every operation that changes something with kind {@code UNSUPPORTED}, before anything is sent. */
final class ReadOnlyStorageBackend extends LayerStorageBackend {

    private static final Set<Capability> TAKEN = EnumSet.of(Capability.WRITE, Capability.DELETE, Capability.CLEAR);

    ReadOnlyStorageBackend(StorageBackend delegate) {
        super(delegate);
    }

    @Override
    Layer layer() {
        return Layer.READ_ONLY;
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        return refused(Call.of(key, backend -> backend.set(key, value)));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        Objects.requireNonNull(key, "key");
        return refused(Call.of(key, backend -> backend.delete(key)));
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return refused(Call.of(null, StorageBackend::clear));
    }

    @Override
    public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        entries.forEach((key, value) -> Objects.requireNonNull(value, "value"));
        return refused(new Call<>(null, entries.keySet(), backend -> backend.setBatch(entries), null));
    }

    @Override
    public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        return refused(new Call<>(null, keys, backend -> backend.deleteBatch(keys), null));
    }

    @Override
    public Set<Capability> capabilities() {
        EnumSet<Capability> left = EnumSet.noneOf(Capability.class);
        left.addAll(delegate().capabilities());
        left.removeAll(TAKEN);
        return Collections.unmodifiableSet(left);
    }

    /** An illegal key is refused as such here too. */
    private CompletableFuture<@Nullable Void> refused(Call<@Nullable Void> call) {
        String illegal = illegal(keys(call));
        if (isClosed()) {
            return CompletableFuture.failedFuture(DecoratorErrors.closed(call));
        }
        ServiceException refusal = illegal != null
                ? DecoratorErrors.invalidKey("key", illegal, Keys.violation(illegal))
                : DecoratorErrors.of(
                                ErrorKind.UNSUPPORTED,
                                call,
                                "This storage is read-only. Open one that is not to change something.")
                        .build();
        return CompletableFuture.failedFuture(refusal);
    }

    private static Collection<String> keys(Call<?> call) {
        if (call.keys() != null) {
            return call.keys();
        }
        return call.key() == null ? List.of() : List.of(call.key());
    }
}
