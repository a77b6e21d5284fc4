package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Timeouts that are broken in one way each, all of which the contract notices. */
class TimeoutMutantsTest {

    @TestFactory
    Stream<DynamicTest> everyMutantIsCaught() {
        return MutantRun.everyMutantIsCaught(TimeoutMutantsTest.class);
    }

    private static StorageBackend right(StorageBackend backend, Timer timer) {
        return new TimeoutStorageBackend(backend, TimeoutContract.TIMEOUT, timer);
    }

    @CaughtBy("everyOperationThatTakesTooLongFailsAndIsCancelled")
    static class LeavesTheWorkRunning extends TimeoutContract {
        @Override
        StorageBackend timingOut(StorageBackend backend, ManualTimer timer) {
            return right(
                    new Tampered(backend) {
                        @Override
                        <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
                            return super.around(call).thenApply(value -> value);
                        }
                    },
                    timer);
        }
    }

    @CaughtBy("everyOperationThatTakesTooLongFailsAndIsCancelled")
    static class LetsListingsTakeForEver extends TimeoutContract {
        @Override
        StorageBackend timingOut(StorageBackend backend, ManualTimer timer) {
            return new Tampered(right(backend, timer)) {
                @Override
                public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
                    return backend.listKeys(query);
                }
            };
        }
    }

    @CaughtBy("theFailureSaysHowLongAndWhichKey")
    static class NamesNoKeyOfABatch extends TimeoutContract {
        @Override
        StorageBackend timingOut(StorageBackend backend, ManualTimer timer) {
            return new Tampered(right(backend, timer)) {
                @Override
                public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
                    return Futures.recover(
                            super.setBatch(entries),
                            failure -> CompletableFuture.failedFuture(
                                    Failures.failure(ErrorKind.TIMEOUT).build()));
                }
            };
        }
    }

    @CaughtBy("everyOperationThatTakesTooLongFailsAndIsCancelled")
    static class FailsAsUnavailable extends TimeoutContract {
        @Override
        StorageBackend timingOut(StorageBackend backend, ManualTimer timer) {
            return new Tampered(right(backend, timer)) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
                    return Futures.recover(
                            super.around(call),
                            failure -> CompletableFuture.failedFuture(Failures.failure(ErrorKind.UNAVAILABLE)
                                    .detailsOf((ServiceException) failure)
                                    .build()));
                }
            };
        }
    }

    @CaughtBy("everyOperationThatTakesTooLongFailsAndIsCancelled")
    static class RingsLate extends TimeoutContract {
        @Override
        StorageBackend timingOut(StorageBackend backend, ManualTimer timer) {
            return new TimeoutStorageBackend(backend, TIMEOUT.multipliedBy(2), timer);
        }
    }

    @CaughtBy("everyOperationThatTakesTooLongFailsAndIsCancelled")
    static class RingsEarly extends TimeoutContract {
        @Override
        StorageBackend timingOut(StorageBackend backend, ManualTimer timer) {
            return new TimeoutStorageBackend(backend, TIMEOUT.minus(Duration.ofMillis(1)), timer);
        }
    }

    @CaughtBy("aResultInTimeIsPassedOnAndNothingWaitsAnyMore")
    static class KeepsTheAlarmOfWhatIsDone extends TimeoutContract {
        @Override
        StorageBackend timingOut(StorageBackend backend, ManualTimer timer) {
            return right(backend, new TamperedTimer(timer) {
                @Override
                public Runnable after(long nanos, Runnable action) {
                    super.after(nanos, action);
                    return () -> {};
                }
            });
        }
    }

    @CaughtBy("theWorkHasEndedBeforeACancelOrATimeoutIsSeen")
    static class GivesTheArrayBackTooEarly extends TimeoutContract {
        @Override
        StorageBackend timingOut(StorageBackend backend, ManualTimer timer) {
            return Tampered.hasty(right(backend, timer));
        }
    }

    @CaughtBy("eachCallHasItsOwnTime")
    static class HasOneTimeForAllCalls extends TimeoutContract {
        @Override
        StorageBackend timingOut(StorageBackend backend, ManualTimer timer) {
            long started = timer.nanos();
            return right(backend, new TamperedTimer(timer) {
                @Override
                public Runnable after(long nanos, Runnable action) {
                    return super.after(started + nanos - nanos(), action);
                }
            });
        }
    }
}
