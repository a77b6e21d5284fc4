package im.zk.file;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.Destroyable;

/**
 * The keys that a service uses where an operation is given none: those of users by their id, and those of platforms.
 *
 * <p>Keys stay the caller's: taking one out does not destroy it, {@link #destroy()} destroys all that are in. Safe for many
 * threads.
 */
public final class KeyRing implements Destroyable {

    private final Map<String, UserKeys> users = new ConcurrentHashMap<>();
    private final Map<String, PlatformKey> platforms = new ConcurrentHashMap<>();
    private volatile boolean destroyed;

    /** An empty ring. */
    public KeyRing() {}

    /** Puts a user's keys in, in the place of those that were there. */
    public KeyRing add(String userId, UserKeys keys) {
        requireUsable();
        users.put(userId, keys);
        return this;
    }

    /** Puts a platform's key in. */
    public KeyRing add(PlatformKey key) {
        requireUsable();
        platforms.put(key.id(), key);
        return this;
    }

    /** Takes a user's keys out. */
    public void removeUser(String userId) {
        users.remove(userId);
    }

    /** Takes a platform's key out. */
    public void removePlatform(PlatformKey key) {
        platforms.remove(key.id());
    }

    /** Destroys all keys that are in the ring, and empties it. */
    @Override
    public void destroy() {
        destroyed = true;
        users.values().forEach(UserKeys::destroy);
        platforms.values().forEach(PlatformKey::destroy);
        users.clear();
        platforms.clear();
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    /** How many keys there are. */
    @Override
    public String toString() {
        return "KeyRing[" + users.size() + " users, " + platforms.size() + " platforms]";
    }

    Optional<UserKeys> user(String userId) {
        return Optional.ofNullable(users.get(userId));
    }

    UserKeys requireUser(String userId) {
        return user(userId)
                .orElseThrow(() -> FileErrors.keyRequired(
                        "The service's key ring has no keys of this user: put them in, or pass them."));
    }

    Optional<PlatformKey> platform(String id) {
        return Optional.ofNullable(platforms.get(id));
    }

    private void requireUsable() {
        if (destroyed) {
            throw FileErrors.keyDestroyed();
        }
    }
}
