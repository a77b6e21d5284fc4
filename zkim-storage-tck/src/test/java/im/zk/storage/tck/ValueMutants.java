package im.zk.storage.tck;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Backends that break V1 to V3. */
final class ValueMutants {

    private ValueMutants() {}

    /** Stores something else than it was given. */
    private abstract static class ChangesValues extends Mutant {

        abstract byte[] change(byte[] value);

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    return super.set(key, ChangesValues.this.change(value));
                }
            };
        }
    }

    @Breaks("V1")
    static class TakesAnEmptyValueForAMissingOne extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    return Futures.map(super.get(key), value -> value == null || value.length == 0 ? null : value);
                }
            };
        }
    }

    @Breaks("V1")
    static class DeletesWhereAValueIsEmpty extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    return value.length == 0 ? delete(key) : super.set(key, value);
                }
            };
        }
    }

    @Breaks("V1")
    static class LeavesEmptyValuesOutOfBatches extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
                    return Futures.map(super.getBatch(keys), found -> {
                        Map<String, byte[]> full = new TreeMap<>(found);
                        full.values().removeIf(value -> value.length == 0);
                        return full;
                    });
                }
            };
        }
    }

    @Breaks("V2")
    static class TakesBytesForText extends ChangesValues {
        @Override
        byte[] change(byte[] value) {
            return new String(value, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        }
    }

    @Breaks("V2")
    static class CutsAtAMebibyte extends ChangesValues {
        @Override
        byte[] change(byte[] value) {
            return Arrays.copyOf(value, Math.min(value.length, 1 << 20));
        }
    }

    @Breaks("V2")
    static class TrimsLineEnds extends ChangesValues {
        @Override
        byte[] change(byte[] value) {
            boolean trim = value.length > 0 && value[value.length - 1] == '\n';
            return trim ? Arrays.copyOf(value, value.length - 1) : value;
        }
    }

    @Breaks("V2")
    static class LosesTheOldValueToATooLargeOne extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    return value.length > Bucket.MAXIMUM_BYTES
                            ? Futures.then(delete(key), ignored -> super.set(key, value))
                            : super.set(key, value);
                }
            };
        }
    }

    @Breaks("V2")
    static class HasNoKindForTooLarge extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return failure.kind() == ErrorKind.VALUE_TOO_LARGE
                    ? Mutant.failure(failure, ErrorKind.UNKNOWN, "It failed.", Mutant.keyOf(failure), failure)
                    : failure;
        }
    }

    @Breaks("V3")
    static class KeepsTheCallersArray extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    return twin.calls.runBlocking(Operation.SET, key, () -> {
                        twin.bucket.objects.put(twin.names.toObjectName(key), value);
                        return null;
                    });
                }
            };
        }
    }

    @Breaks("V3")
    static class ReadsTheArrayOfACancelledSet extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    var later = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);
                    // A copy of the future: what is cancelled is not the work.
                    return CompletableFuture.runAsync(() -> {}, later)
                            .thenCompose(done -> super.set(key, value))
                            .copy();
                }
            };
        }
    }

    /** As a store that writes later does, which at close flushes what is left: here, after it has said that it will not. */
    @Breaks("V3")
    static class FlushesFailedWritesAtClose extends Mutant {

        /** A write that is to be made in a moment, and how close makes it. */
        private static final class Unwritten {
            private final CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
            private final Runnable flush;

            Unwritten(Runnable flush) {
                this.flush = flush;
            }

            void end(@Nullable Throwable failure) {
                if (failure == null) {
                    result.complete(null);
                } else {
                    result.completeExceptionally(failure);
                }
            }
        }

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            Set<Unwritten> unwritten = ConcurrentHashMap.newKeySet();
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    byte[] own = value.clone();
                    Unwritten write =
                            new Unwritten(() -> twin.bucket.objects.put(twin.names.toObjectName(key), value.clone()));
                    unwritten.add(write);
                    CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS).execute(() -> {
                        if (unwritten.remove(write) && !write.result.isDone()) {
                            super.set(key, own).whenComplete((done, failure) -> write.end(failure));
                        }
                    });
                    return write.result;
                }

                @Override
                public void close() {
                    unwritten.removeIf(each -> each.result.isDone());
                    List<Unwritten> left = List.copyOf(unwritten);
                    left.forEach(each -> each.end(new CancellationException("closed")));
                    left.forEach(each -> each.flush.run());
                    super.close();
                }
            };
        }
    }

    @Breaks("V3")
    static class HandsOutItsOwnArray extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    return twin.calls.runBlocking(
                            Operation.GET, key, () -> twin.bucket.objects.get(twin.names.toObjectName(key)));
                }
            };
        }
    }

    @Breaks("V3")
    static class SharesOneLoadAmongReaders extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            Map<String, CompletableFuture<byte @Nullable []>> loads = new ConcurrentHashMap<>();
            return new Tampered(twin) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    return loads.computeIfAbsent(key, super::get);
                }
            };
        }
    }
}
