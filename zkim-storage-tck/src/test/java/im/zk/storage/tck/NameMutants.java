package im.zk.storage.tck;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Keys;
import im.zk.storage.spi.Operation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Backends that break K4 and K5. */
final class NameMutants {

    private NameMutants() {}

    /** Clears the objects of which something is so. */
    private abstract static class Clears extends Mutant {

        abstract Predicate<String> objects(ReferenceBackend twin);

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> clear() {
                    return twin.calls.runBlocking(Operation.CLEAR, () -> {
                        twin.bucket.objects.keySet().removeIf(objects(twin));
                        return null;
                    });
                }
            };
        }
    }

    @Breaks("K4")
    static class ClearsForeignObjects extends Clears {
        @Override
        Predicate<String> objects(ReferenceBackend twin) {
            return name -> name.startsWith(twin.names.prefix());
        }
    }

    @Breaks("K4")
    static class ListsForeignObjects extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<List<String>> keys() {
                    String prefix = twin.names.prefix();
                    return twin.calls.runBlocking(
                            Operation.LIST,
                            () -> twin.bucket.objects.keySet().stream()
                                    .filter(name -> name.startsWith(prefix))
                                    .map(name -> name.substring(prefix.length()))
                                    .toList());
                }
            };
        }
    }

    @Breaks("K4")
    static class TakesAnEscapedSlashForASlash extends Mutant.ChangesKeys {
        @Override
        String change(String key) {
            String changed = key.replace("%2F", "/");
            return Keys.violation(changed) == null ? changed : key;
        }
    }

    @Breaks("K4")
    static class TakesSlashesForUnderscores extends Mutant.ChangesKeys {
        @Override
        String change(String key) {
            return key.replace('/', '_');
        }
    }

    @Breaks("K5")
    static class ClearsByABarePrefix extends Clears {
        @Override
        Predicate<String> objects(ReferenceBackend twin) {
            String bare = twin.names.prefix().substring(0, twin.names.prefix().length() - 1);
            return name -> name.startsWith(bare);
        }
    }

    @Breaks("K5")
    static class ClearsTheWholeBucket extends Clears {
        @Override
        Predicate<String> objects(ReferenceBackend twin) {
            return name -> true;
        }
    }

    @Breaks("K5")
    static class HasOneNamespaceForAll extends Mutant {
        @Override
        StorageBackend make(Bucket bucket, String namespace, @Nullable Executor executor) {
            return super.make(bucket, "everybody", executor);
        }

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return twin;
        }
    }
}
