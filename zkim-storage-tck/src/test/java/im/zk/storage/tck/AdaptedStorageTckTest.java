package im.zk.storage.tck;

import im.zk.storage.BlockingStore;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.ObjectNames;
import im.zk.storage.spi.ValueTooLargeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A blocking store that was adapted keeps the contract, with everything that the kit can be told. */
class AdaptedStorageTckTest extends ReferenceTck {

    @Override
    StorageBackend make(Bucket bucket, String namespace, @Nullable Executor executor) {
        BlockingStore store = new BucketStore(bucket, Namespace.of(namespace, ObjectNames.PATH));
        return executor == null ? StorageBackends.adapt(store) : StorageBackends.adapt(store, executor);
    }

    private record BucketStore(Bucket bucket, Namespace names) implements BlockingStore {

        @Override
        public void put(String key, byte[] value) throws Exception {
            try {
                bucket.put(names.toObjectName(key), value);
            } catch (Bucket.TooLargeException tooLarge) {
                throw new ValueTooLargeException(value.length, Bucket.MAXIMUM_BYTES);
            } catch (NoSuchElementException missing) {
                throw gone(missing, key);
            }
        }

        @Override
        public byte @Nullable [] get(String key) throws Exception {
            return served(key, () -> bucket.get(names.toObjectName(key)));
        }

        @Override
        public boolean has(String key) throws Exception {
            return Boolean.TRUE.equals(served(key, () -> bucket.head(names.toObjectName(key))));
        }

        @Override
        public void delete(String key) throws Exception {
            served(key, () -> {
                bucket.delete(names.toObjectName(key));
                return null;
            });
        }

        @Override
        public Collection<String> keys() throws Exception {
            List<String> keys = new ArrayList<>();
            served(null, () -> {
                String after = null;
                do {
                    Map.Entry<List<String>, Boolean> page = bucket.list(names.prefix(), after, Bucket.PAGE);
                    page.getKey().stream()
                            .map(names::toKey)
                            .filter(Objects::nonNull)
                            .forEach(keys::add);
                    after = page.getValue() ? page.getKey().get(page.getKey().size() - 1) : null;
                } while (after != null);
                return null;
            });
            return keys;
        }

        private static <T> @Nullable T served(@Nullable String key, Callable<@Nullable T> call) throws Exception {
            try {
                return call.call();
            } catch (NoSuchElementException missing) {
                throw gone(missing, key);
            }
        }

        private static ServiceException gone(NoSuchElementException missing, @Nullable String key) {
            return ServiceException.builder(
                            ServiceException.STORAGE_ERROR, ErrorKind.CONTAINER_NOT_FOUND, "No such bucket.")
                    .key(key)
                    .cause(missing)
                    .build();
        }
    }
}
