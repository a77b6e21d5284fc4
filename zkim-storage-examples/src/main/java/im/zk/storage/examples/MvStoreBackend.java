package im.zk.storage.examples;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.BackendLog;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.Keys;
import im.zk.storage.spi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** A backend of one's own: values in a map of an H2 MVStore, which keeps them in one file. */
public final class MvStoreBackend implements StorageBackend, BackendErrors {

    private final MVMap<String, byte[]> values;
    private final Calls calls = Calls.blocking(this, null, "mvstore");

    /** Values in the map of a name; the store belongs to the caller and stays open. */
    public MvStoreBackend(MVStore store, String namespace) {
        this.values = store.openMap(namespace);
        BackendLog.opened(this);
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        byte[] own = value.clone(); // here, for once this is cancelled the caller may change its array
        return calls.runBlocking(Operation.SET, key, () -> change(() -> values.put(key, own)));
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return calls.runBlocking(Operation.GET, key, () -> {
            byte[] value = values.get(key);
            return value == null ? null : value.clone();
        });
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.runBlocking(Operation.HAS, key, () -> values.containsKey(key));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.runBlocking(Operation.DELETE, key, () -> change(() -> values.remove(key)));
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.runBlocking(Operation.CLEAR, () -> change(values::clear));
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.runBlocking(Operation.LIST, () -> {
            List<String> keys = new ArrayList<>();
            values.keyIterator(null).forEachRemaining(keys::add);
            keys.sort(Keys.UTF8_ORDER);
            return List.copyOf(keys);
        });
    }

    @Override
    public void close() {
        calls.close();
    }

    @Override
    public String toString() {
        return "MvStore[" + values.getName() + "]";
    }

    @Override
    public String code(Operation operation) {
        return operation.code("MVSTORE");
    }

    @Override
    public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
        return error(operation, key, ErrorKind.UNKNOWN, "The MVStore failed: " + cause.getMessage())
                .cause(cause)
                .build();
    }

    private @Nullable Void change(Runnable change) {
        change.run();
        values.getStore().commit();
        return null;
    }
}
