package im.zk.storage;

import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store that exists already, whose calls block: {@link StorageBackends#adapt(BlockingStore)} makes a
 * {@link StorageBackend} of it.
 *
 * <p>Its methods are called by many threads at once, unless {@code adapt} is given an executor with one thread. They may
 * throw anything: {@link ServiceException} is passed on as it is, which is how a store says more of its errors; of others
 * the class decides the kind. Keys are checked before, and must be kept apart exactly as they are, so not without their
 * case; arrays are copied on both ways.
 */
public interface BlockingStore {

    /** Stores a value; a reader must see the old one or the new one, nothing between. */
    void put(String key, byte[] value) throws Exception;

    /** The value of a key; null where there is none. */
    byte @Nullable [] get(String key) throws Exception;

    /** Removes a key; does nothing where there is none. */
    void delete(String key) throws Exception;

    /** All keys, in any order. Those that no {@link StorageBackend} could have made are left alone. */
    Collection<String> keys() throws Exception;

    /** Whether a key has a value. To be overridden where the store can tell without reading it. */
    default boolean has(String key) throws Exception {
        return get(key) != null;
    }

    /** The store of four functions. */
    static BlockingStore of(Put put, Get get, Delete delete, Keys keys) {
        Objects.requireNonNull(put, "put");
        Objects.requireNonNull(get, "get");
        Objects.requireNonNull(delete, "delete");
        Objects.requireNonNull(keys, "keys");
        return new BlockingStore() {
            @Override
            public void put(String key, byte[] value) throws Exception {
                put.put(key, value);
            }

            @Override
            public byte @Nullable [] get(String key) throws Exception {
                return get.get(key);
            }

            @Override
            public void delete(String key) throws Exception {
                delete.delete(key);
            }

            @Override
            public Collection<String> keys() throws Exception {
                return keys.keys();
            }
        };
    }

    /** {@link BlockingStore#put} as a function. */
    @FunctionalInterface
    interface Put {
        /** Stores a value. */
        void put(String key, byte[] value) throws Exception;
    }

    /** {@link BlockingStore#get} as a function. */
    @FunctionalInterface
    interface Get {
        /** The value of a key, or null. */
        byte @Nullable [] get(String key) throws Exception;
    }

    /** {@link BlockingStore#delete} as a function. */
    @FunctionalInterface
    interface Delete {
        /** Removes a key, if it is there. */
        void delete(String key) throws Exception;
    }

    /** {@link BlockingStore#keys} as a function. */
    @FunctionalInterface
    interface Keys {
        /** All keys. */
        Collection<String> keys() throws Exception;
    }
}
