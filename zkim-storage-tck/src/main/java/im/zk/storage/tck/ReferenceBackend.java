package im.zk.storage.tck;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.ObjectNames;
import im.zk.storage.spi.Operation;
import im.zk.storage.spi.Pages;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The unbroken twin: a backend over {@link Bucket} that keeps every rule. Mutants extend it and break one, so its parts
 * are open to them.
 */
class ReferenceBackend implements StorageBackend {

    final Bucket bucket;
    final Namespace names;
    final Calls calls;

    ReferenceBackend(Bucket bucket, String namespace, @Nullable Executor executor) {
        this.bucket = bucket;
        this.names = Namespace.of(namespace, ObjectNames.PATH);
        this.calls = Calls.blocking(new ReferenceErrors(), executor, "reference");
    }

    @Override
    public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
        Objects.requireNonNull(value, "value");
        return calls.runBlocking(Operation.SET, key, () -> {
            bucket.put(names.toObjectName(key), value);
            return null;
        });
    }

    @Override
    public CompletableFuture<byte @Nullable []> get(String key) {
        return calls.runBlocking(Operation.GET, key, () -> bucket.get(names.toObjectName(key)));
    }

    @Override
    public CompletableFuture<Boolean> has(String key) {
        return calls.runBlocking(Operation.HAS, key, () -> bucket.head(names.toObjectName(key)));
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(String key) {
        return calls.runBlocking(Operation.DELETE, key, () -> {
            bucket.delete(names.toObjectName(key));
            return null;
        });
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return calls.runBlocking(Operation.CLEAR, () -> {
            for (String key : list(Operation.CLEAR)) {
                bucket.delete(names.toObjectName(key));
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<List<String>> keys() {
        return calls.runBlocking(Operation.LIST, () -> List.copyOf(list(Operation.LIST)));
    }

    @Override
    public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
        return calls.run(
                Operation.LIST,
                query,
                () -> calls.runBlocking(Operation.LIST, () -> {
                    String after = Pages.after(query);
                    var page = bucket.list(names.toNamePrefix(query.prefix()), after, query.limit());
                    List<String> keys = page.getKey().stream()
                            .map(names::toKey)
                            .filter(Objects::nonNull)
                            .filter(key -> key.startsWith(query.prefix()))
                            .toList();
                    return new KeyPage(keys, page.getValue() ? "after:" + last(page) : null);
                }));
    }

    /** All but the order: an escape sorts elsewhere than the character that it stands for. */
    @Override
    public Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.ORDERED_LISTING));
    }

    @Override
    public void close() {
        calls.close();
    }

    @Override
    public String toString() {
        return "Reference[" + names + "]";
    }

    /** Every key, page by page. */
    List<String> list(Operation operation) throws Exception {
        List<String> keys = new ArrayList<>();
        String after = null;
        Map.Entry<List<String>, Boolean> page;
        do {
            page = bucket.list(names.prefix(), after, Bucket.PAGE);
            page.getKey().stream().map(names::toKey).filter(Objects::nonNull).forEach(keys::add);
            after = page.getValue() ? last(page) : null;
        } while (after != null);
        return keys;
    }

    private static String last(Map.Entry<List<String>, Boolean> page) {
        return page.getKey().get(page.getKey().size() - 1);
    }

    /** The translation of what {@link Bucket} throws. */
    static class ReferenceErrors implements BackendErrors {
        @Override
        public String code(Operation operation) {
            return operation.code("REFERENCE");
        }

        @Override
        public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
            ErrorKind kind = cause instanceof NoSuchElementException
                    ? ErrorKind.CONTAINER_NOT_FOUND
                    : cause instanceof Bucket.TooLargeException ? ErrorKind.VALUE_TOO_LARGE : ErrorKind.UNKNOWN;
            return error(operation, key, kind, "The reference store failed: " + kind)
                    .cause(cause)
                    .build();
        }
    }
}
