package im.zk.storage.tck;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Backends that break L1 to L3. */
final class LifeMutants {

    private LifeMutants() {}

    private static ServiceException closed() {
        return ServiceException.builder("REFERENCE_DOWNLOAD_ERROR", ErrorKind.CLOSED, "closed")
                .build();
    }

    private static ServiceException illegal() {
        return ServiceException.builder("REFERENCE_LIST_ERROR", ErrorKind.INVALID_KEY, "illegal")
                .build();
    }

    @Breaks("L1")
    static class CannotBeClosedTwice extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public void close() {
                    if (twin.calls.isClosed()) {
                        throw new IllegalStateException("closed already");
                    }
                    super.close();
                }
            };
        }
    }

    @Breaks("L1")
    static class ClosesTheCallersExecutor extends Mutant {
        @Override
        StorageBackend make(Bucket bucket, String namespace, @Nullable Executor executor) {
            return new Tampered(super.make(bucket, namespace, executor)) {
                @Override
                public void close() {
                    super.close();
                    if (executor instanceof ExecutorService callers) {
                        callers.shutdown();
                    }
                }
            };
        }

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return twin;
        }
    }

    @Breaks("L1")
    static class LeavesTheCallersExecutorAside extends Mutant {
        @Override
        StorageBackend make(Bucket bucket, String namespace, @Nullable Executor executor) {
            return super.make(bucket, namespace, null);
        }

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return twin;
        }
    }

    @Breaks("L1")
    static class ClosesEveryClientWithOne extends Mutant {

        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
                    return closed.get() ? CompletableFuture.failedFuture(closed()) : call.get();
                }

                @Override
                public void close() {
                    closed.set(true);
                    super.close();
                }
            };
        }
    }

    @Breaks("L2")
    static class WorksAfterClose extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public void close() {
                    // does nothing, which is what is wrong with it
                }
            };
        }
    }

    @Breaks("L2")
    static class TakesBatchesOfNothingAfterClose extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
                    return keys.isEmpty() ? CompletableFuture.completedFuture(null) : super.deleteBatch(keys);
                }
            };
        }
    }

    @Breaks("L2")
    static class LooksAtTheKeysOfABatchFirst extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
                    return keys.stream().anyMatch(key -> Keys.violation(key) != null)
                            ? CompletableFuture.failedFuture(illegal())
                            : super.deleteBatch(keys);
                }
            };
        }
    }

    @Breaks("L2")
    static class LooksAtThePrefixFirst extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
                    return Keys.prefixViolation(query.prefix()) != null
                            ? CompletableFuture.failedFuture(illegal())
                            : super.listKeys(query);
                }
            };
        }
    }

    @Breaks("L2")
    static class IsUnavailableAfterClose extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return failure.kind() == ErrorKind.CLOSED
                    ? Mutant.failure(failure, ErrorKind.UNAVAILABLE, "gone", Mutant.keyOf(failure), failure)
                    : failure;
        }
    }

    @Breaks("L2")
    static class LeavesOperationsHangingAtClose extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            AtomicBoolean closed = new AtomicBoolean();
            return new Tampered(twin) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
                    return closed.get() ? CompletableFuture.failedFuture(closed()) : call.get();
                }

                @Override
                public void close() {
                    closed.set(true);
                }
            };
        }
    }

    @Breaks("L3")
    static class LeavesAThreadBehind extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            Thread poller = new Thread(LockSupport::park, "left-behind");
            poller.setDaemon(true);
            poller.start();
            return twin;
        }
    }

    @Breaks("L3")
    static class LeavesItsPoolRunning extends Mutant {
        @Override
        StorageBackend make(Bucket bucket, String namespace, @Nullable Executor executor) {
            return super.make(bucket, namespace, Executors.newFixedThreadPool(2, work -> {
                Thread thread = new Thread(work, "pool-left-behind");
                thread.setDaemon(true);
                return thread;
            }));
        }

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return twin;
        }
    }

    @Breaks("L3")
    static class LeavesASocketOpen extends Mutant {

        private static final Queue<ServerSocket> OPEN = new ConcurrentLinkedQueue<>();

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            try {
                OPEN.add(new ServerSocket(0));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            return twin;
        }
    }
}
