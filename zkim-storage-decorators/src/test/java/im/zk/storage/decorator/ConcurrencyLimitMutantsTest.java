package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.spi.Futures;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Concurrency limits that are broken in one way each, all of which the contract notices. */
class ConcurrencyLimitMutantsTest {

    @TestFactory
    Stream<DynamicTest> everyMutantIsCaught() {
        return MutantRun.everyMutantIsCaught(ConcurrencyLimitMutantsTest.class);
    }

    private static StorageBackend right(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
        return new ConcurrencyLimitStorageBackend(backend, options, timer);
    }

    private static ConcurrencyLimitOptions with(int limit, int queue) {
        return ConcurrencyLimitOptions.builder()
                .maxConcurrent(limit)
                .maxQueued(queue)
                .build();
    }

    @CaughtBy("noMoreThanTheLimitAreUnderWayAndTheRestComesInItsOrder")
    static class LetsOneMoreThrough extends ConcurrencyLimitContract {
        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            return right(backend, with(options.maxConcurrent + 1, options.maxQueued), timer);
        }
    }

    @CaughtBy("noMoreThanTheLimitAreUnderWayAndTheRestComesInItsOrder")
    static class ServesTheLastFirst extends ConcurrencyLimitContract {
        private final Deque<Runnable> latest = new ArrayDeque<>();

        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            StorageBackend limited = right(backend, with(options.maxConcurrent, 0), timer);
            return new Tampered(limited) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
                    CompletableFuture<T> made = super.around(call);
                    if (!made.isCompletedExceptionally()) {
                        made.whenComplete((value, failure) -> {
                            Runnable next = latest.poll();
                            if (next != null) {
                                next.run();
                            }
                        });
                        return made;
                    }
                    CompletableFuture<T> waiting = new CompletableFuture<>();
                    latest.push(() -> connect(around(call), waiting));
                    return waiting;
                }
            };
        }
    }

    @CaughtBy("aFullQueueRefusesAndNamesLimitAndQueue")
    static class HasNoBoundOfTheQueue extends ConcurrencyLimitContract {
        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            return right(backend, with(options.maxConcurrent, Integer.MAX_VALUE), timer);
        }
    }

    @CaughtBy("aFullQueueRefusesAndNamesLimitAndQueue")
    static class DoesNotSayWhatIsFull extends ConcurrencyLimitContract {
        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            return new Tampered(right(backend, options, timer)) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
                    return Futures.recover(
                            super.around(call),
                            failure ->
                                    CompletableFuture.failedFuture(Failures.failure(((ServiceException) failure).kind())
                                            .key(call.key())
                                            .build()));
                }
            };
        }
    }

    @CaughtBy("everyOperationTakesOnePermit")
    static class FailsAFullQueueAsUnavailable extends ConcurrencyLimitContract {
        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            return new Tampered(right(backend, options, timer)) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
                    return Futures.recover(
                            super.around(call),
                            failure -> CompletableFuture.failedFuture(
                                    Failures.failure(ErrorKind.UNAVAILABLE).build()));
                }
            };
        }
    }

    @CaughtBy("everyOperationTakesOnePermit")
    static class LetsListingsThrough extends ConcurrencyLimitContract {
        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            return new Tampered(right(backend, options, timer)) {
                @Override
                public CompletableFuture<List<String>> keys() {
                    return backend.keys();
                }
            };
        }
    }

    @CaughtBy("aBatchIsOneCall")
    static class CountsTheKeysOfABatch extends ConcurrencyLimitContract {
        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            return new Tampered(right(backend, options, timer)) {
                @Override
                public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
                    return DefaultOperations.setBatch(this, entries);
                }
            };
        }
    }

    @CaughtBy("cancellingLeavesTheQueue")
    static class KeepsWhatIsCancelledInTheQueue extends ConcurrencyLimitContract {
        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            return new Tampered(right(backend, options, timer)) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
                    return super.around(call).thenApply(value -> value);
                }
            };
        }
    }

    @CaughtBy("aPermitComesBackOnceHoweverACallEnds")
    static class LosesThePermitOfACancelledCall extends ConcurrencyLimitContract {
        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            StorageBackend deaf = new Tampered(backend) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
                    CompletableFuture<T> work = super.around(call);
                    CompletableFuture<T> result = new CompletableFuture<>() {
                        @Override
                        public boolean cancel(boolean mayInterrupt) {
                            return work.cancel(mayInterrupt);
                        }
                    };
                    work.whenComplete((value, failure) -> {
                        if (!work.isCancelled()) {
                            end(result, value, failure);
                        }
                    });
                    return result;
                }
            };
            return right(deaf, options, timer);
        }
    }

    @CaughtBy("aPermitComesBackOnceHoweverACallEnds")
    static class LosesThePermitOfAFailedCall extends ConcurrencyLimitContract {
        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            return right(
                    new Tampered(backend) {
                        @Override
                        <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
                            return Futures.recover(super.around(call), failure -> new CompletableFuture<>());
                        }
                    },
                    options,
                    timer);
        }
    }

    @CaughtBy("theWorkHasEndedBeforeACancelIsSeen")
    static class GivesTheArrayBackTooEarly extends ConcurrencyLimitContract {
        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            return Tampered.hasty(right(backend, options, timer));
        }
    }

    @CaughtBy("closeFailsWhatWaits")
    static class LeavesOpenWhatWaitsAtClose extends ConcurrencyLimitContract {
        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            return new ForwardingStorageBackend(right(backend, options, timer)) {
                @Override
                public void close() {
                    backend.close();
                }
            };
        }
    }

    @CaughtBy("aLongQueueDoesNotDeepenTheStack")
    static class MakesTheNextCallWhereOneEnds extends ConcurrencyLimitContract {
        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            return right(backend, options, new TamperedTimer(timer) {
                @Override
                public void soon(Runnable action) {
                    action.run();
                }
            });
        }
    }

    @CaughtBy("whoBlocksOnTheNextCallWhenOneEndsIsServed")
    static class GivesThePermitBackWhenTheCallerIsDone extends ConcurrencyLimitContract {
        @Override
        StorageBackend limiting(StorageBackend backend, ConcurrencyLimitOptions options, Timer timer) {
            // The permit is that of the caller's own future, behind what the caller does with it.
            return new Tampered(backend) {
                private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

                @Override
                <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
                    CompletableFuture<?> before = last;
                    CompletableFuture<T> result = new CompletableFuture<>();
                    CompletableFuture<@Nullable Void> released = new CompletableFuture<>();
                    last = released;
                    before.whenComplete((done, failed) -> super.around(call).whenComplete((value, failure) -> {
                        end(result, value, failure);
                        released.complete(null);
                    }));
                    return result;
                }
            };
        }
    }
}
