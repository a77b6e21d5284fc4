package im.zk.storage.decorator;

import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.spi.Futures;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Retries that are broken in one way each, all of which the contract notices. */
class RetryMutantsTest {

    @TestFactory
    Stream<DynamicTest> everyMutantIsCaught() {
        return MutantRun.everyMutantIsCaught(RetryMutantsTest.class);
    }

    /** The tests, put to retries with something broken above, below or beside them. */
    abstract static class Mutant extends RetryContract {
        @Override
        StorageBackend retrying(
                StorageBackend backend, RetryOptions options, ManualTimer timer, LongUnaryOperator random) {
            return above(new RetryingStorageBackend(below(backend), options, timer(timer), random(random)));
        }

        StorageBackend above(StorageBackend retrying) {
            return retrying;
        }

        StorageBackend below(StorageBackend backend) {
            return backend;
        }

        Timer timer(ManualTimer timer) {
            return timer;
        }

        LongUnaryOperator random(LongUnaryOperator random) {
            return random;
        }
    }

    /** Changes what fails below the retries. */
    private static StorageBackend failingAs(StorageBackend backend, UnaryOperator<ServiceException> change) {
        return new Tampered(backend) {
            @Override
            <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
                return Futures.recover(
                        super.around(call),
                        failure -> CompletableFuture.failedFuture(
                                failure instanceof ServiceException known ? change.apply(known) : failure));
            }
        };
    }

    @CaughtBy("whatCannotHelpIsNotMadeAgain")
    static class MakesEverythingAgain extends Mutant {
        @Override
        StorageBackend below(StorageBackend backend) {
            return failingAs(
                    backend,
                    failure -> Failures.failure(ErrorKind.UNAVAILABLE)
                            .detailsOf(failure)
                            .build());
        }
    }

    @CaughtBy("everyOperationIsMadeAgain")
    static class DoesNotRetryListings extends Mutant {
        @Override
        StorageBackend above(StorageBackend retrying) {
            return new Tampered(retrying) {
                @Override
                public CompletableFuture<List<String>> keys() {
                    return below.keys();
                }
            };
        }
    }

    @CaughtBy("theLastFailureSaysHowOftenItWasTried")
    static class LosesTheCountOfAttempts extends Mutant {
        @Override
        StorageBackend above(StorageBackend retrying) {
            return failingAs(retrying, failure -> (ServiceException) failure.getCause());
        }
    }

    @CaughtBy("theLastFailureSaysHowOftenItWasTried")
    static class TriesOnceMore extends Mutant {
        @Override
        RetryOptions.Builder options() {
            return super.options().maxAttempts(5);
        }
    }

    @CaughtBy("theLastFailureSaysHowOftenItWasTried")
    static class RetriesInTwoLayers extends Mutant {
        @Override
        StorageBackend below(StorageBackend backend) {
            return new RetryingStorageBackend(backend, options().build(), timer, bound -> 0);
        }
    }

    @CaughtBy("nothingIsDoneBeforeTheWaitIsOver")
    static class DoesNotWait extends Mutant {
        @Override
        Timer timer(ManualTimer timer) {
            return new TamperedTimer(timer) {
                @Override
                public Runnable after(long nanos, Runnable action) {
                    action.run();
                    return () -> {};
                }
            };
        }
    }

    @CaughtBy("theWaitMayBeNothing")
    static class MakesTheNextAttemptOnTheThreadThatFailed extends Mutant {
        @Override
        Timer timer(ManualTimer timer) {
            return new TamperedTimer(timer) {
                @Override
                public Runnable after(long nanos, Runnable action) {
                    if (nanos == 0) {
                        action.run();
                        return () -> {};
                    }
                    return super.after(nanos, action);
                }
            };
        }
    }

    @CaughtBy("theWaitIsByChanceUpToABoundThatDoublesToTheLongest")
    static class WaitsAlwaysTheSame extends Mutant {
        @Override
        LongUnaryOperator random(LongUnaryOperator random) {
            return bound -> random.applyAsLong(101);
        }
    }

    @CaughtBy("theWaitIsByChanceUpToABoundThatDoublesToTheLongest")
    static class KnowsNoLongestWait extends Mutant {
        @Override
        RetryOptions.Builder options() {
            return super.options().maxDelay(Duration.ofHours(1));
        }
    }

    @CaughtBy("theWaitMayBeNothing")
    static class HasNoFullJitter extends Mutant {
        @Override
        LongUnaryOperator random(LongUnaryOperator random) {
            return bound -> bound / 2 + random.applyAsLong(bound) / 2;
        }
    }

    @CaughtBy("theServiceIsLeftAloneAsLongAsItAsks")
    static class DoesNotHearWhatTheServiceAsks extends Mutant {
        @Override
        StorageBackend below(StorageBackend backend) {
            return failingAs(
                    backend, failure -> Failures.failure(failure.kind()).build());
        }
    }

    @CaughtBy("noWaitEndsBehindTheDeadline")
    static class KnowsNoDeadline extends Mutant {
        @Override
        RetryOptions.Builder options() {
            return super.options().deadline(Duration.ofDays(1));
        }
    }

    @CaughtBy("theDeadlineCountsFromTheFirstAttempt")
    static class CountsTheDeadlineFromEachAttempt extends Mutant {
        @Override
        Timer timer(ManualTimer timer) {
            return new TamperedTimer(timer) {
                @Override
                public long nanos() {
                    return 0;
                }
            };
        }
    }

    @CaughtBy("withoutABudgetAFailureIsFinalAtOnce")
    static class HasABudgetForEachCall extends Mutant {
        @Override
        StorageBackend storage(RetryOptions.Builder options) {
            return super.storage(options.budget(RetryBudget.of(1_000, 1)));
        }
    }

    @CaughtBy("cancellingDuringAWaitEndsIt")
    static class WaitsOnAfterACancel extends Mutant {
        @Override
        Timer timer(ManualTimer timer) {
            return new TamperedTimer(timer) {
                @Override
                public Runnable after(long nanos, Runnable action) {
                    super.after(nanos, action);
                    return () -> {};
                }
            };
        }
    }

    @CaughtBy("theAttemptHasEndedBeforeACancelIsSeen")
    static class GivesTheArrayBackTooEarly extends Mutant {
        @Override
        StorageBackend above(StorageBackend retrying) {
            return Tampered.hasty(retrying);
        }
    }

    @CaughtBy("cancellingDuringAnAttemptCancelsIt")
    static class DoesNotPassACancelOn extends Mutant {
        @Override
        StorageBackend above(StorageBackend retrying) {
            return new Tampered(retrying) {
                @Override
                <T extends @Nullable Object> CompletableFuture<T> around(Call<T> call) {
                    return super.around(call).thenApply(value -> value);
                }
            };
        }
    }

    @CaughtBy("closeFailsWhatWaits")
    static class LeavesOpenWhatWaitsAtClose extends Mutant {
        @Override
        StorageBackend above(StorageBackend retrying) {
            return new ForwardingStorageBackend(retrying) {
                @Override
                public void close() {
                    below.close();
                }
            };
        }
    }

    @CaughtBy("closeFailsWhatWaits")
    static class ClosesWhatIsWrappedTwice extends Mutant {
        @Override
        StorageBackend above(StorageBackend retrying) {
            return new ForwardingStorageBackend(retrying) {
                @Override
                public void close() {
                    super.close();
                    below.close();
                }
            };
        }
    }

    @CaughtBy("aBatchIsMadeAgainForTheKeysThatFailed")
    static class MakesWholeBatchesAgain extends Mutant {
        @Override
        StorageBackend below(StorageBackend backend) {
            return failingAs(
                    backend, failure -> Failures.failure(failure.kind()).build());
        }
    }

    @CaughtBy("aBatchIsMadeAgainForTheKeysThatFailed")
    static class MakesABatchAgainOneByOne extends Mutant {
        @Override
        StorageBackend above(StorageBackend retrying) {
            return new Tampered(retrying) {
                @Override
                public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
                    return DefaultOperations.setBatch(this, entries);
                }
            };
        }
    }

    @CaughtBy("aBatchThatNamesNoKeyAndOneThatReadsAreMadeAgainWhole")
    static class ReadsOnlyTheKeysThatFailedAgain extends Mutant {
        @Override
        StorageBackend above(StorageBackend retrying) {
            return new Tampered(retrying) {
                @Override
                public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
                    return Futures.recover(
                            below.getBatch(keys),
                            failure -> retrying.getBatch(
                                    Objects.requireNonNull(DecoratorErrors.failedKeys((ServiceException) failure))));
                }
            };
        }
    }
}
