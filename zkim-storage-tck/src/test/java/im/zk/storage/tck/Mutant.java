package im.zk.storage.tck;

import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Keys;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The kit over the unbroken twin with something wrapped around it, or something of it replaced, that breaks a rule. */
abstract class Mutant extends ReferenceTck {

    /** The twin, broken. */
    abstract StorageBackend breakIt(ReferenceBackend twin);

    @Override
    StorageBackend make(Bucket bucket, String namespace, @Nullable Executor executor) {
        return breakIt(new ReferenceBackend(bucket, namespace, executor));
    }

    /** A service failure with another text, without its key or its cause where they are null. */
    static ServiceException failure(
            ServiceException from, ErrorKind kind, String message, @Nullable String key, @Nullable Throwable cause) {
        return ServiceException.builder(from.code(), kind, message)
                .key(key)
                .cause(cause)
                .build();
    }

    /** The key in the details of a failure. */
    static @Nullable String keyOf(ServiceException failure) {
        return (String) failure.details().get(ServiceException.KEY);
    }

    /** Everything goes through two methods, of which a mutant overrides one. */
    static class Tampered extends ForwardingStorageBackend {

        Tampered(StorageBackend twin) {
            super(twin);
        }

        /** What the twin is given in place of a legal key. */
        String change(String key) {
            return key;
        }

        /** What becomes of a call. */
        <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
            return call.get();
        }

        private String changed(String key) {
            return Keys.violation(key) == null ? change(key) : key;
        }

        @Override
        public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
            return call(() -> super.set(changed(key), value));
        }

        @Override
        public CompletableFuture<byte @Nullable []> get(String key) {
            return call(() -> super.get(changed(key)));
        }

        @Override
        public CompletableFuture<Boolean> has(String key) {
            return call(() -> super.has(changed(key)));
        }

        @Override
        public CompletableFuture<@Nullable Void> delete(String key) {
            return call(() -> super.delete(changed(key)));
        }

        @Override
        public CompletableFuture<@Nullable Void> clear() {
            return call(super::clear);
        }

        @Override
        public CompletableFuture<List<String>> keys() {
            return call(super::keys);
        }

        @Override
        public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
            Map<String, byte[]> changed = new LinkedHashMap<>();
            entries.forEach((key, value) -> changed.put(changed(key), value));
            return call(() -> super.setBatch(changed));
        }

        @Override
        public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
            return call(() -> super.getBatch(keys));
        }

        @Override
        public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
            return call(() -> super.deleteBatch(keys.stream().map(this::changed).toList()));
        }

        @Override
        public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
            return call(() -> super.listKeys(query));
        }
    }

    /** Changes keys on their way to the twin. */
    abstract static class ChangesKeys extends Mutant {

        abstract String change(String key);

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                String change(String key) {
                    return ChangesKeys.this.change(key);
                }
            };
        }
    }

    /** Takes some illegal keys for keys that are missing. */
    abstract static class Accepts extends Mutant {

        abstract boolean accepts(String illegal);

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    return Keys.violation(key) != null && accepts(key)
                            ? CompletableFuture.completedFuture(null)
                            : super.get(key);
                }
            };
        }
    }

    /** Changes the failures of the twin. */
    abstract static class ChangesFailures extends Mutant {

        abstract Throwable change(ServiceException failure);

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
                    return Futures.recover(
                            call.get(),
                            failure -> CompletableFuture.failedFuture(
                                    failure instanceof ServiceException known
                                            ? ChangesFailures.this.change(known)
                                            : failure));
                }
            };
        }
    }

    /** Takes some kinds of failure for a success. */
    static <T extends @Nullable Object> CompletableFuture<T> instead(
            CompletableFuture<T> call, ErrorKind kind, T value) {
        return Futures.recover(
                call,
                failure -> failure instanceof ServiceException known && known.kind() == kind
                        ? CompletableFuture.completedFuture(value)
                        : CompletableFuture.failedFuture(failure));
    }

    /** Takes a kind of failure for a success with nothing to give. */
    @SuppressWarnings("NullAway") // the result of such a call may be null
    static <T extends @Nullable Object> CompletableFuture<T> nothing(CompletableFuture<T> call, ErrorKind kind) {
        return instead(call, kind, null);
    }

    /** The page that the twin gives, changed. */
    static StorageBackend changingPages(
            ReferenceBackend twin, UnaryOperator<KeyQuery> query, UnaryOperator<KeyPage> page) {
        return new Tampered(twin) {
            @Override
            public CompletableFuture<KeyPage> listKeys(KeyQuery asked) {
                return Futures.map(super.listKeys(query.apply(asked)), page);
            }
        };
    }
}
