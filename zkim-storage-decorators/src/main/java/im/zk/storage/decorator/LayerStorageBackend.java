package im.zk.storage.decorator;

import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Keys;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A decorator that {@link StorageStack} puts in its place, and that closes what it wraps exactly once. */
abstract class LayerStorageBackend extends ForwardingStorageBackend {

    private final AtomicBoolean closed = new AtomicBoolean();

    LayerStorageBackend(StorageBackend delegate) {
        super(delegate);
    }

    /** Which place it has in a stack. */
    abstract Layer layer();

    /** What is wrapped, for the stack that looks what is there already. */
    final StorageBackend wrapped() {
        return delegate();
    }

    final boolean isClosed() {
        return closed.get();
    }

    /** Ends what this layer itself has under way, with kind {@code CLOSED}. Called once, before the delegate is closed. */
    void end() {}

    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                end();
            } finally {
                super.close();
            }
        }
    }

    /** Why a key or a prefix is not passed on that breaks the key rules; closed comes first, as everywhere. */
    final ServiceException refusal(String what, String key, String violation) {
        return isClosed() ? DecoratorErrors.closed(key) : DecoratorErrors.invalidKey(what, key, violation);
    }

    /** The first key that breaks the key rules, of those of a batch; null where all are legal. */
    static @Nullable String illegal(Iterable<String> keys) {
        String illegal = null;
        for (String key : keys) {
            if (Keys.violation(Objects.requireNonNull(key, "key")) != null && illegal == null) {
                illegal = key;
            }
        }
        return illegal;
    }
}
