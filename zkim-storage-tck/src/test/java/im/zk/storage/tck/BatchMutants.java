package im.zk.storage.tck;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Backends that break O7. */
final class BatchMutants {

    private BatchMutants() {}

    @Breaks("O7")
    static class StopsAtTheFirstFailure extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
                    CompletableFuture<@Nullable Void> all = CompletableFuture.completedFuture(null);
                    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                        all = Futures.then(all, ignored -> set(entry.getKey(), entry.getValue()));
                    }
                    return all;
                }
            };
        }
    }

    @Breaks("O7")
    static class SwallowsTheFailuresOfABatch extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
                    return nothing(super.deleteBatch(keys), ErrorKind.UNKNOWN);
                }
            };
        }
    }

    @Breaks("O7")
    static class LeavesOutWhatItCouldNotRead extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
                    return instead(super.getBatch(keys), ErrorKind.UNKNOWN, Map.of());
                }
            };
        }
    }

    @Breaks("O7")
    static class NamesEveryKeyOfAFailedBatch extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
                    return Futures.recover(super.setBatch(entries), failure -> {
                        ServiceException known = (ServiceException) failure;
                        return CompletableFuture.failedFuture(
                                ServiceException.builder(known.code(), known.kind(), "It failed.")
                                        .failedKeys(entries.keySet())
                                        .cause(known)
                                        .build());
                    });
                }
            };
        }
    }

    @Breaks("O7")
    static class DoesNotSayWhichKeysFailed extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return Mutant.failure(failure, failure.kind(), "It failed.", Mutant.keyOf(failure), failure);
        }
    }

    @Breaks("O7")
    static class GivesEmptyValuesForMissingKeys extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
                    return Futures.map(super.getBatch(keys), found -> {
                        Map<String, byte[]> all = new LinkedHashMap<>();
                        keys.forEach(key -> all.put(key, found.getOrDefault(key, new byte[0])));
                        return Collections.unmodifiableMap(all);
                    });
                }
            };
        }
    }

    @Breaks("O7")
    static class LosesTheOrderOfABatch extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
                    return Futures.map(
                            super.getBatch(keys), found -> Collections.unmodifiableMap(new TreeMap<>(found)));
                }
            };
        }
    }

    @Breaks("O7")
    static class TakesAThousandKeysOfABatch extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
                    List<String> first = keys.stream().limit(1000).toList();
                    return super.deleteBatch(first);
                }
            };
        }
    }

    @Breaks("O7")
    static class LooksAtTheCollectionOfReadsLater extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
                    return keys.size() == 1
                            ? Futures.then(has("key"), there -> super.getBatch(keys))
                            : super.getBatch(keys);
                }
            };
        }
    }

    @Breaks("O7")
    static class LooksAtTheCollectionOfDeletesLater extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
                    return keys.size() == 1
                            ? Futures.then(has("key"), there -> super.deleteBatch(keys))
                            : super.deleteBatch(keys);
                }
            };
        }
    }
}
