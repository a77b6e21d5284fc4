package im.zk.storage.tck;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Operation;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Backends that break O2 to O4 and O6. */
final class OperationMutants {

    private OperationMutants() {}

    /** A read or a delete of a missing key that goes wrong. */
    private abstract static class MissingKey extends Mutant {

        <T extends @Nullable Object> CompletableFuture<T> fail(ReferenceBackend twin, Operation operation, String key) {
            return twin.calls.runBlocking(operation, key, () -> {
                throw new IllegalStateException("no such key");
            });
        }
    }

    @Breaks("O2")
    static class FailsToDeleteAMissingKey extends MissingKey {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> delete(String key) {
                    return Futures.then(
                            has(key), there -> there ? super.delete(key) : fail(twin, Operation.DELETE, key));
                }
            };
        }
    }

    @Breaks("O2")
    static class FailsToReadAMissingKey extends MissingKey {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    return Futures.then(
                            super.get(key),
                            value -> value == null
                                    ? fail(twin, Operation.GET, key)
                                    : CompletableFuture.completedFuture(value));
                }
            };
        }
    }

    @Breaks("O2")
    static class ReadsAMissingKeyAsEmpty extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    return Futures.map(super.get(key), value -> value == null ? new byte[0] : value);
                }
            };
        }
    }

    @Breaks("O3")
    static class TakesAMissingBucketForAMissingKey extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    return nothing(super.get(key), ErrorKind.CONTAINER_NOT_FOUND);
                }

                @Override
                public CompletableFuture<Boolean> has(String key) {
                    return instead(super.has(key), ErrorKind.CONTAINER_NOT_FOUND, false);
                }
            };
        }
    }

    @Breaks("O3")
    static class ListsAMissingBucketAsEmpty extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<List<String>> keys() {
                    return instead(super.keys(), ErrorKind.CONTAINER_NOT_FOUND, List.of());
                }
            };
        }
    }

    @Breaks("O3")
    static class DeletesInAMissingBucket extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> delete(String key) {
                    return nothing(super.delete(key), ErrorKind.CONTAINER_NOT_FOUND);
                }
            };
        }
    }

    @Breaks("O3")
    static class HasNoKindForAMissingBucket extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return failure.kind() == ErrorKind.CONTAINER_NOT_FOUND
                    ? Mutant.failure(failure, ErrorKind.UNKNOWN, "It failed.", Mutant.keyOf(failure), failure)
                    : failure;
        }
    }

    @Breaks("O4")
    static class DownloadsToSeeWhetherAKeyIsThere extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<Boolean> has(String key) {
                    return Futures.map(super.get(key), value -> value != null);
                }
            };
        }
    }

    @Breaks("O4")
    static class DownloadsTheFirstTimeThatItIsAsked extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            Set<String> there = ConcurrentHashMap.newKeySet();
            return new Tampered(twin) {
                @Override
                public CompletableFuture<Boolean> has(String key) {
                    return there.contains(key)
                            ? super.has(key)
                            : Futures.map(super.get(key), value -> value != null && there.add(key));
                }
            };
        }
    }

    @Breaks("O4")
    static class ReceivesValuesWhereTheHeapShowsNothing extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<Boolean> has(String key) {
                    return Futures.map(super.has(key), there -> {
                        byte[] value = twin.bucket.objects.get(twin.names.toObjectName(key));
                        twin.bucket.bytesServed.addAndGet(value == null ? 0 : value.length);
                        return there;
                    });
                }
            };
        }
    }

    @Breaks("O6")
    static class ClearsOnePageAlone extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> clear() {
                    return twin.calls.runBlocking(Operation.CLEAR, () -> {
                        for (String name : twin.bucket
                                .list(twin.names.prefix(), null, Bucket.PAGE)
                                .getKey()) {
                            twin.bucket.delete(name);
                        }
                        return null;
                    });
                }
            };
        }
    }

    @Breaks("O6")
    static class SkipsEverySecondPageToClear extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> clear() {
                    return twin.calls.runBlocking(Operation.CLEAR, () -> {
                        List<String> keys = twin.list(Operation.CLEAR);
                        for (int at = 0; at < keys.size(); at++) {
                            if (at / Bucket.PAGE % 2 == 0) {
                                twin.bucket.delete(twin.names.toObjectName(keys.get(at)));
                            }
                        }
                        return null;
                    });
                }
            };
        }
    }

    @Breaks("O6")
    static class ClearsWithoutClearing extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> clear() {
                    return CompletableFuture.completedFuture(null);
                }
            };
        }
    }
}
