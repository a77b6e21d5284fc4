package im.zk.file;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The bytes of a key, which can be destroyed. Safe for use by many threads at once. */
final class Secret implements AutoCloseable {

    private final byte[] bytes;
    private boolean destroyed;

    /** Takes the array over. */
    Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Lets a function see the bytes, which it must not keep; they stay whole until it returns. */
    synchronized <T> T use(Function<byte[], T> function) {
        if (destroyed) {
            throw FileErrors.keyDestroyed();
        }
        return function.apply(bytes);
    }

    /** Lets a function see a copy, which is wiped after it, so that threads do not wait for each other. */
    <T extends @Nullable Object> T useCopy(Function<byte[], T> function) {
        byte[] copy = copy();
        try {
            return function.apply(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    /** The caller's to wipe. */
    byte[] copy() {
        return use(byte[]::clone);
    }

    /** Another one of the same bytes, which is destroyed by itself; or destroyed, where this is. */
    synchronized Secret another() {
        Secret copy = new Secret(bytes.clone());
        copy.destroyed = destroyed;
        return copy;
    }

    synchronized boolean isDestroyed() {
        return destroyed;
    }

    /** Destroys it. */
    @Override
    public synchronized void close() {
        destroyed = true;
        Arrays.fill(bytes, (byte) 0);
    }
}
