package im.zk.storage.tck;

import im.zk.storage.Capability;
import im.zk.storage.KeyQuery;
import im.zk.storage.StorageBackend;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call of one operation, for the rules that hold for all of them.
 *
 * @param name what a failed assertion calls it
 * @param needs the capability without which it is refused, or null
 * @param words what its error codes name it, as a regular expression
 * @param key the one key that it is given, or null
 * @param call the call itself
 */
record Invocation(
        String name,
        @Nullable Capability needs,
        String words,
        @Nullable String key,
        Function<StorageBackend, CompletableFuture<?>> call) {

    private static final String UPLOAD = "(UPLOAD|INSERT)";
    private static final String DOWNLOAD = "(DOWNLOAD|SELECT)";

    /** Every operation, of a key where it takes one, in batches of that key alone. */
    static List<Invocation> of(String key, byte[] value) {
        return List.of(
                new Invocation("set", Capability.WRITE, UPLOAD, key, storage -> storage.set(key, value)),
                new Invocation("get", null, DOWNLOAD, key, storage -> storage.get(key)),
                new Invocation("has", null, "CHECK", key, storage -> storage.has(key)),
                new Invocation("delete", Capability.DELETE, "DELETE", key, storage -> storage.delete(key)),
                new Invocation("clear", Capability.CLEAR, "CLEAR", null, StorageBackend::clear),
                new Invocation("keys", Capability.LIST, "LIST", null, StorageBackend::keys),
                new Invocation("setBatch", Capability.WRITE, UPLOAD, null, all -> all.setBatch(Map.of(key, value))),
                new Invocation("getBatch", null, DOWNLOAD, null, all -> all.getBatch(List.of(key))),
                new Invocation("deleteBatch", Capability.DELETE, "DELETE", null, all -> all.deleteBatch(List.of(key))),
                new Invocation("listKeys", Capability.LIST, "LIST", null, all -> all.listKeys(KeyQuery.all())));
    }

    /** Batches of nothing, of those that a backend declares that it can do. */
    static List<Invocation> ofEmptyBatches(StorageBackend storage) {
        return Stream.of(
                        new Invocation("setBatch", Capability.WRITE, UPLOAD, null, all -> all.setBatch(Map.of())),
                        new Invocation("getBatch", null, DOWNLOAD, null, all -> all.getBatch(List.of())),
                        new Invocation(
                                "deleteBatch", Capability.DELETE, "DELETE", null, all -> all.deleteBatch(List.of())))
                .filter(each -> each.isDeclaredBy(storage))
                .toList();
    }

    /** Every operation that a backend declares that it can do. */
    static List<Invocation> of(StorageBackend storage, String key, byte[] value) {
        return of(key, value).stream()
                .filter(each -> each.isDeclaredBy(storage))
                .toList();
    }

    /** Whether a backend declares what this needs. */
    boolean isDeclaredBy(StorageBackend storage) {
        return needs == null || storage.capabilities().contains(needs);
    }

    /** Makes the call. */
    CompletableFuture<?> on(StorageBackend storage) {
        return call.apply(storage);
    }

    @Override
    public String toString() {
        return name;
    }
}
