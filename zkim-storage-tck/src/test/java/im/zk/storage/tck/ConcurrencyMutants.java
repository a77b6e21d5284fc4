package im.zk.storage.tck;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Operation;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Backends that break V4 and A5. */
final class ConcurrencyMutants {

    private static final long A_MOMENT_NANOS = 2_000_000;

    private ConcurrencyMutants() {}

    @Breaks("V4")
    static class DeletesBeforeItWrites extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    return Futures.then(super.delete(key), ignored -> {
                        LockSupport.parkNanos(A_MOMENT_NANOS);
                        return super.set(key, value);
                    });
                }
            };
        }
    }

    @Breaks("V4")
    static class WritesHalfAndThenAll extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    return Futures.then(super.set(key, Arrays.copyOf(value, value.length / 2)), ignored -> {
                        LockSupport.parkNanos(A_MOMENT_NANOS);
                        return super.set(key, value);
                    });
                }
            };
        }
    }

    @Breaks("V4")
    static class OverwritesInPlace extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    return twin.calls.runBlocking(Operation.SET, key, () -> {
                        String name = twin.names.toObjectName(key);
                        byte[] old = twin.bucket.objects.get(name);
                        if (old != null) {
                            byte[] mixture = value.clone();
                            int half = Math.min(value.length, old.length) / 2;
                            System.arraycopy(old, half, mixture, half, half);
                            twin.bucket.put(name, mixture);
                            LockSupport.parkNanos(A_MOMENT_NANOS);
                        }
                        twin.bucket.put(name, value);
                        return null;
                    });
                }
            };
        }
    }

    @Breaks("A5")
    static class LosesUpdatesToOtherKeys extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    return twin.calls.runBlocking(Operation.SET, key, () -> {
                        Map<String, byte[]> all = new TreeMap<>(twin.bucket.objects);
                        all.put(twin.names.toObjectName(key), value.clone());
                        LockSupport.parkNanos(A_MOMENT_NANOS);
                        twin.bucket.objects.keySet().retainAll(all.keySet());
                        twin.bucket.objects.putAll(all);
                        return null;
                    });
                }
            };
        }
    }

    @Breaks("A5")
    static class AnswersWhatItReadAMomentAgo extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            Map<String, byte[]> seen = new ConcurrentHashMap<>();
            return new Tampered(twin) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    return Futures.map(super.get(key), now -> {
                        byte[] before = now == null ? seen.remove(key) : seen.put(key, now);
                        return before == null ? now : before.clone();
                    });
                }
            };
        }
    }

    @Breaks("A5")
    static class MixesUpCallsUnderWay extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            String[] current = {""};
            return new Tampered(twin) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    current[0] = key;
                    LockSupport.parkNanos(A_MOMENT_NANOS);
                    return super.get(current[0]);
                }
            };
        }
    }
}
