package im.zk.storage.ipfs;

import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Lets the writers of one key through one at a time, in the order in which they came. */
final class KeyLocks {

    private final ConcurrentHashMap<String, Held> held = new ConcurrentHashMap<>();

    /** What is done for a key. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Does work for keys while no other is done for any of them. They are locked in one order, whoever asks. */
    void withAll(Collection<String> keys, Work work) throws IOException, InterruptedException {
        lockNext(new TreeSet<>(keys).iterator(), work);
    }

    private void lockNext(Iterator<String> keys, Work work) throws IOException, InterruptedException {
        if (keys.hasNext()) {
            with(keys.next(), () -> lockNext(keys, work));
        } else {
            work.run();
        }
    }

    /** Does work for a key while no other is done for it. */
    void with(String key, Work work) throws IOException, InterruptedException {
        Held lock = held.compute(key, (ignored, known) -> (known == null ? new Held() : known).taken());
        try {
            lock.lock.lockInterruptibly();
            try {
                work.run();
            } finally {
                lock.lock.unlock();
            }
        } finally {
            held.computeIfPresent(key, (ignored, known) -> known.released());
        }
    }

    /** A lock and how many want it. The count is changed only while the map holds the key. */
    private static final class Held {
        private final ReentrantLock lock = new ReentrantLock(true);
        private int users;

        Held taken() {
            users++;
            return this;
        }

        @Nullable Held released() {
            users--;
            return users == 0 ? null : this;
        }
    }
}
