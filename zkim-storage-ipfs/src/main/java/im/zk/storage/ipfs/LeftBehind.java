package im.zk.storage.ipfs;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keys of which a value of this backend's own may have been left under its other name. It keeps the latest ones: whoever meets
 * a value of a key that was dropped only waits for a writer who is not there.
 */
final class LeftBehind {

    /** The most keys that are kept. */
    static final int MOST_KEYS = 10_000;

    private final Set<String> keys = new LinkedHashSet<>();

    /** Notes what a failure may have left, before or after the values were uploaded. */
    void add(Collection<String> failed, boolean uploaded, Exception failure) {
        boolean reached = !(failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException);
        if (uploaded || reached) {
            failed.forEach(this::add);
        }
    }

    /** Forgets a key; whether it was there. */
    synchronized boolean remove(String key) {
        return keys.remove(key);
    }

    /** How many keys there are. */
    synchronized int size() {
        return keys.size();
    }

    private synchronized void add(String key) {
        keys.remove(key);
        keys.add(key);
        if (keys.size() > MOST_KEYS) {
            keys.remove(keys.iterator().next());
        }
    }
}
