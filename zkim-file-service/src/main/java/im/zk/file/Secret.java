package im.zk.file;

import java.util.Arrays;
import java.util.function.Function;

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

    byte[] copy() {
        return use(byte[]::clone);
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
