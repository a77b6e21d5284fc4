package im.zk.storage.tck;

import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Keys;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Backends that break A1 to A4. */
final class FutureMutants {

    private FutureMutants() {}

    @Breaks("A1")
    static class ThrowsForAnIllegalKey extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    if (Keys.violation(key) != null) {
                        throw new IllegalArgumentException("illegal key");
                    }
                    return super.get(key);
                }
            };
        }
    }

    @Breaks("A1")
    static class ThrowsAfterClose extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
                    if (twin.calls.isClosed()) {
                        throw new IllegalStateException("closed");
                    }
                    return call.get();
                }
            };
        }
    }

    @Breaks("A1")
    static class FailsLaterForNull extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    try {
                        return super.set(key, value);
                    } catch (NullPointerException missing) {
                        return CompletableFuture.failedFuture(missing);
                    }
                }
            };
        }
    }

    @Breaks("A1")
    static class ReturnsNull extends Mutant {
        @Override
        @SuppressWarnings("NullAway") // what is wrong with it
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<Boolean> has(String key) {
                    return Keys.violation(key) != null ? null : super.has(key);
                }
            };
        }
    }

    @Breaks("A2")
    static class WrapsInCompletionException extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
                    return call.get().thenApply(value -> value);
                }
            };
        }
    }

    @Breaks("A2")
    static class FailsWithAnExceptionOfItsOwn extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            return new IllegalStateException("failed", failure);
        }
    }

    @Breaks("A2")
    static class LetsTheCausesThrough extends Mutant.ChangesFailures {
        @Override
        Throwable change(ServiceException failure) {
            Throwable cause = failure.getCause();
            return cause == null ? failure : cause;
        }
    }

    @Breaks("A3")
    static class BlocksItsCaller extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    CompletableFuture<byte @Nullable []> result = super.get(key);
                    try {
                        result.join();
                    } catch (CompletionException failure) {
                        return CompletableFuture.failedFuture(failure.getCause());
                    }
                    return result;
                }
            };
        }
    }

    @Breaks("A3")
    static class BlocksTheCommonPool extends Mutant {
        @Override
        StorageBackend make(Bucket bucket, String namespace, @Nullable Executor executor) {
            return super.make(bucket, namespace, executor == null ? ForkJoinPool.commonPool() : executor);
        }

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return twin;
        }
    }

    @Breaks("A3")
    static class WorksOnItsCallersThread extends Mutant {
        @Override
        StorageBackend make(Bucket bucket, String namespace, @Nullable Executor executor) {
            return super.make(bucket, namespace, Runnable::run);
        }

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return twin;
        }
    }

    @Breaks("A4")
    static class SwallowsCancel extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
                    CompletableFuture<T> result = new CompletableFuture<>();
                    call.get().whenComplete((value, failure) -> {
                        if (failure == null) {
                            result.complete(value);
                        } else {
                            result.completeExceptionally(failure);
                        }
                    });
                    return result;
                }
            };
        }
    }

    @Breaks("A4")
    static class CannotBeCancelled extends Mutant {
        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            return new Tampered(twin) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
                    CompletableFuture<T> work = call.get();
                    CompletableFuture<T> result = new CompletableFuture<>() {
                        @Override
                        public boolean cancel(boolean mayInterruptIfRunning) {
                            return false;
                        }
                    };
                    work.whenComplete((value, failure) -> {
                        if (failure == null) {
                            result.complete(value);
                        } else {
                            result.completeExceptionally(failure);
                        }
                    });
                    return result;
                }
            };
        }
    }

    @Breaks("A4")
    static class LosesAPermitToEachCancel extends Mutant {

        private static final int PERMITS = 100;

        @Override
        StorageBackend breakIt(ReferenceBackend twin) {
            Semaphore permits = new Semaphore(PERMITS);
            return new Tampered(twin) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
                    if (!permits.tryAcquire()) {
                        return new CompletableFuture<>();
                    }
                    CompletableFuture<T> work = new CompletableFuture<>() {
                        @Override
                        public boolean cancel(boolean mayInterruptIfRunning) {
                            permits.tryAcquire();
                            return super.cancel(mayInterruptIfRunning);
                        }
                    };
                    CompletableFuture<T> made = call.get();
                    made.whenComplete((value, failure) -> {
                        permits.release();
                        if (failure == null) {
                            work.complete(value);
                        } else {
                            work.completeExceptionally(failure);
                        }
                    });
                    work.whenComplete((value, failure) -> made.cancel(true));
                    return work;
                }
            };
        }
    }
}
