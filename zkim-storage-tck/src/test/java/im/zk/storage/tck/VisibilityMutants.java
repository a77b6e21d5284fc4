package im.zk.storage.tck;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Backends that break O1. */
final class VisibilityMutants {

    private VisibilityMutants() {}

    @Breaks("O1")
    static class CompletesBeforeTheWriteIsVisible extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    byte[] copy = value.clone();
                    CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(() -> super.set(key, copy));
                    return CompletableFuture.completedFuture(null);
                }
            };
        }
    }

    @Breaks("O1")
    static class NeverReadsAKeyAgain extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            Map<String, Boolean> known = new ConcurrentHashMap<>();
            return new Tampered(twin) {
                @Override
                public CompletableFuture<Boolean> has(String key) {
                    Boolean seen = known.get(key);
                    return seen != null
                            ? CompletableFuture.completedFuture(seen)
                            : Futures.map(super.has(key), there -> {
                                known.put(key, there);
                                return there;
                            });
                }
            };
        }
    }

    /** Reads in a batch what it has not read in one before, and of that forgets what some writes change. */
    private abstract static class KeepsWhatABatchRead extends Mutant {

        /** Whether a write of that name makes it forget. */
        abstract boolean forgetsAt(String write);

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Remembering(twin, this);
        }
    }

    private static final class Remembering extends Mutant.Tampered {

        private final KeepsWhatABatchRead mutant;
        private final Map<String, byte[]> known = new ConcurrentHashMap<>();

        Remembering(ReferenceBackend twin, KeepsWhatABatchRead mutant) {
            super(twin);
            this.mutant = mutant;
        }

        @Override
        public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
            return forget("set", List.of(key), super.set(key, value));
        }

        @Override
        public CompletableFuture<@Nullable Void> delete(String key) {
            return forget("delete", List.of(key), super.delete(key));
        }

        @Override
        public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
            return forget("setBatch", List.copyOf(entries.keySet()), super.setBatch(entries));
        }

        @Override
        public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
            return forget("deleteBatch", List.copyOf(keys), super.deleteBatch(keys));
        }

        @Override
        public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
            List<String> unknown =
                    keys.stream().filter(key -> !known.containsKey(key)).toList();
            return Futures.map(super.getBatch(unknown), read -> {
                known.putAll(read);
                Map<String, byte[]> all = new LinkedHashMap<>();
                for (String key : keys) {
                    byte[] value = known.get(key);
                    if (value != null) {
                        all.put(key, value.clone());
                    }
                }
                return Collections.unmodifiableMap(all);
            });
        }

        private CompletableFuture<@Nullable Void> forget(
                String write, List<String> keys, CompletableFuture<@Nullable Void> written) {
            return Futures.map(written, done -> {
                if (mutant.forgetsAt(write)) {
                    keys.forEach(known::remove);
                }
                return null;
            });
        }
    }

    @Breaks("O1")
    static class KeepsWhatABatchReadBeforeSet extends KeepsWhatABatchRead {
        @Override
        boolean forgetsAt(String write) {
            return !write.equals("set");
        }
    }

    @Breaks("O1")
    static class KeepsWhatABatchReadBeforeSetBatch extends KeepsWhatABatchRead {
        @Override
        boolean forgetsAt(String write) {
            return !write.equals("setBatch");
        }
    }

    @Breaks("O1")
    static class KeepsWhatABatchReadBeforeDelete extends KeepsWhatABatchRead {
        @Override
        boolean forgetsAt(String write) {
            return !write.equals("delete");
        }
    }

    /** Each client forgets at its own writes alone. */
    @Breaks("O1")
    static class KeepsWhatABatchReadBeforeOthersWrote extends KeepsWhatABatchRead {
        @Override
        boolean forgetsAt(String write) {
            return true;
        }
    }
}
