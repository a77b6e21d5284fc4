package im.zk.storage;

import im.zk.storage.spi.DefaultOperations;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bytes by key. Every operation is asynchronous and atomic for its key; all methods are safe for use by many
 * threads at once, and none blocks the thread that calls it, except {@link #close()}.
 *
 * <p><b>Keys</b> come back exactly as given. Legal are 1 to 768 bytes of UTF-8 (at most 896 when each {@code /},
 * {@code %} and {@code \} counts three), without control characters, lone surrogates, Unicode noncharacters, and path
 * segments that are {@code .} or {@code ..}. Any other key fails with {@link ErrorKind#INVALID_KEY} before anything is
 * sent or written.
 *
 * <p><b>Values</b> are arrays of 0 bytes up to the limit of the service. A backend may read the caller's array until the
 * future completes, so it must not be changed before; afterwards the backend holds no reference to it. An array that
 * {@code get} gives belongs to the caller.
 *
 * <p><b>Errors</b>: a null argument throws {@link NullPointerException}; all else comes through the future, which fails
 * with {@link ServiceException} itself. A missing key is not an error; a missing bucket, container or table is. After
 * {@link #close()} every operation fails with {@link ErrorKind#CLOSED}, a batch of nothing and an illegal key included.
 *
 * <p><b>Cancelling</b> a returned future aborts the work under it where the service's client allows. Whether a cancelled,
 * failed or timed-out write took effect is not known: it is whole or absent, never torn.
 *
 * <p>An author implements the first six methods, overrides others where the service does better, and proves it with the
 * test kit, {@code zkim-storage-tck}.
 */
public interface StorageBackend extends AutoCloseable {

    /**
     * Stores a value under a key, replacing what was there: a reader sees the old value or the new one, nothing between.
     *
     * @param key the key
     * @param value the bytes; not to be changed until the future completes
     * @return completes when the value is stored as safely as the service can
     */
    CompletableFuture<@Nullable Void> set(String key, byte[] value);

    /**
     * Reads the value of a key.
     *
     * @param key the key
     * @return completes with an array of the caller's own, or with null where there is no such key
     */
    CompletableFuture<byte @Nullable []> get(String key);

    /**
     * Tells whether there is a value for a key, without transferring it.
     *
     * @param key the key
     * @return completes with whether the key exists
     */
    CompletableFuture<Boolean> has(String key);

    /**
     * Removes a key and its value. A missing key is no error.
     *
     * @param key the key
     * @return completes when the key is gone
     */
    CompletableFuture<@Nullable Void> delete(String key);

    /**
     * Removes every key of this backend's namespace that was there when it began, and nothing outside of it.
     *
     * <p>Not atomic: where it fails, some keys are gone and some are not.
     *
     * @return completes when they are gone
     */
    CompletableFuture<@Nullable Void> clear();

    /**
     * Lists all keys, each once, in memory at one time: {@link #listKeys} takes less.
     *
     * <p>A key that is set or deleted while the listing runs may or may not be in it.
     *
     * @return completes with an unmodifiable list, empty where there is no key
     */
    CompletableFuture<List<String>> keys();

    /**
     * Stores several values. Each is atomic, all together are not.
     *
     * <p>An illegal key fails the batch before anything is written. Where some keys fail, the rest is still stored, and
     * the exception's {@link ServiceException#FAILED_KEYS} names those that were not.
     *
     * @param entries values by key; neither the map nor the arrays to be changed until the future completes
     * @return completes when all are stored
     */
    default CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
        return DefaultOperations.setBatch(this, entries);
    }

    /**
     * Reads the values of several keys.
     *
     * <p>Where some keys cannot be read, the exception's {@link ServiceException#FAILED_KEYS} names them.
     *
     * @param keys the keys; one that is named twice counts once. They are taken before this returns: the collection may
     *     be changed then
     * @return completes with an unmodifiable map in the order of the keys, from which missing keys are left out
     */
    default CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
        return DefaultOperations.getBatch(this, keys);
    }

    /**
     * Removes several keys. Missing keys are no error.
     *
     * <p>An illegal key fails the batch before anything is removed. Where some keys fail, the rest is still removed, and
     * the exception's {@link ServiceException#FAILED_KEYS} names those that were not.
     *
     * @param keys the keys; one that is named twice counts once. They are taken before this returns: the collection may
     *     be changed then
     * @return completes when all are gone
     */
    default CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
        return DefaultOperations.deleteBatch(this, keys);
    }

    /**
     * Lists one page of keys. A key that exists during the whole listing is on exactly one of its pages.
     *
     * <p>A prefix that no legal key begins with fails with {@link ErrorKind#INVALID_KEY}, a token that this kind of
     * backend did not make with {@link ErrorKind#INVALID_CONFIG}.
     *
     * @param query the prefix, the page's size, and where to go on
     * @return completes with the page; {@link StorageBackends#forEachKey} walks through all of them
     */
    default CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        return DefaultOperations.listKeys(this, query);
    }

    /** What this backend can do: unmodifiable, and the same for as long as the backend lives. All, unless overridden. */
    default Set<Capability> capabilities() {
        return Collections.unmodifiableSet(EnumSet.allOf(Capability.class));
    }

    /**
     * Whether this backend, or what it is made of, makes a call again by itself when it failed. One layer may: two would
     * multiply their attempts.
     */
    default boolean retries() {
        return false;
    }

    /**
     * The same store without retries of its own, for a layer above that retries. It takes this backend's place and closes
     * it when it is closed itself; this one is not used any more. This backend itself, where it does not retry.
     *
     * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where its retries cannot be turned off from here
     */
    default StorageBackend withoutRetries() {
        if (retries()) {
            throw StorageConfig.invalid(this + " retries by itself, which cannot be turned off from outside of it."
                    + " Give the retries to it alone, or make it without any.");
        }
        return this;
    }

    /**
     * Ends what this backend created, and only that: a client, {@code DataSource} or executor that was passed in stays
     * open. Operations under way end, with their result or with {@link ErrorKind#CLOSED}. Does nothing the second time.
     */
    @Override
    default void close() {}
}
