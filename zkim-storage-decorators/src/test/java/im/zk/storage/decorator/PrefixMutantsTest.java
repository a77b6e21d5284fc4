package im.zk.storage.decorator;

import im.zk.storage.Capability;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.spi.Futures;
import im.zk.storage.spi.Pages;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Key prefixes that are broken in one way each, all of which the contract notices. */
class PrefixMutantsTest {

    @TestFactory
    Stream<DynamicTest> everyMutantIsCaught() {
        return MutantRun.everyMutantIsCaught(PrefixMutantsTest.class);
    }

    private static StorageBackend right(StorageBackend backend, String prefix) {
        return new PrefixStorageBackend(backend, prefix);
    }

    @CaughtBy("clearLeavesWhatIsNotBeneath")
    static class ClearsTheWholeBackend extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<@Nullable Void> clear() {
                    return backend.clear();
                }
            };
        }
    }

    @CaughtBy("clearLeavesWhatIsNotBeneath")
    static class ClearsOnePage extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<@Nullable Void> clear() {
                    return Futures.then(
                            delegate().listKeys(KeyQuery.all()),
                            page -> delegate().deleteBatch(page.keys()));
                }
            };
        }
    }

    @CaughtBy("clearGoesOnBehindWhatItCouldNotRemoveAndNamesIt")
    static class EndsAtTheFirstKeyThatStays extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<@Nullable Void> clear() {
                    return Pages.walk(
                            token -> delegate().listKeys(KeyQuery.all().withToken(token)),
                            KeyPage::nextToken,
                            page -> delegate().deleteBatch(page.keys()));
                }
            };
        }
    }

    @CaughtBy("onlyWhatIsBeneathIsListedUnderItsOwnKeys")
    static class ListsTheWholeBackend extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<List<String>> keys() {
                    return backend.keys();
                }
            };
        }
    }

    @CaughtBy("onlyWhatIsBeneathIsListedUnderItsOwnKeys")
    static class TakesTheSlashForGranted extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<List<String>> keys() {
                    String bare = prefix.replace("/", "");
                    return Futures.map(
                            backend.listKeys(KeyQuery.prefix(bare)),
                            page -> page.keys().stream()
                                    .map(key -> key.substring(Math.min(key.length(), bare.length() + 1)))
                                    .toList());
                }
            };
        }
    }

    @CaughtBy("onlyWhatIsBeneathIsListedUnderItsOwnKeys")
    static class ListsTheBackendsKeys extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
                    return backend.listKeys(query.withPrefix(prefix + "/" + query.prefix()));
                }
            };
        }
    }

    @CaughtBy("aKeyThatIsThePrefixItselfIsSomebodyElses")
    static class ClearsTheKeyThatIsThePrefix extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<@Nullable Void> clear() {
                    return Futures.then(super.clear(), done -> backend.delete(prefix + "/"));
                }
            };
        }
    }

    @CaughtBy("aListingThatGoesRoundInCirclesIsCorrupted")
    static class FailsAsTheWalkDoes extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<List<String>> keys() {
                    return Futures.recover(super.keys(), failure -> CompletableFuture.failedFuture(failure.getCause()));
                }
            };
        }
    }

    @CaughtBy("pagesAreThoseOfTheBackend")
    static class ForgetsTheToken extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<KeyPage> listKeys(KeyQuery query) {
                    return Futures.map(super.listKeys(query), page -> new KeyPage(page.keys(), null));
                }
            };
        }
    }

    @CaughtBy("failuresNameTheCallersKeys")
    static class FailsWithTheBackendsKeys extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
                    return Futures.recover(
                            super.deleteBatch(keys), failure -> CompletableFuture.failedFuture(failure.getCause()));
                }
            };
        }
    }

    @CaughtBy("failuresNameTheCallersKeys")
    static class LosesTheOtherDetails extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    return Futures.recover(
                            super.get(key),
                            failure ->
                                    CompletableFuture.failedFuture(Failures.failure(((ServiceException) failure).kind())
                                            .key(key)
                                            .cause(failure.getCause())
                                            .build()));
                }
            };
        }
    }

    @CaughtBy("everyKeyIsBehindThePrefix")
    static class DeletesOneByOne extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
                    return DefaultOperations.deleteBatch(delegate(), keys);
                }
            };
        }
    }

    @CaughtBy("aBatchThatIsReadHasTheCallersKeysInTheirOrder")
    static class LosesTheOrderOfABatch extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
                    return Futures.map(super.getBatch(keys), HashMap::new);
                }
            };
        }
    }

    @CaughtBy("aKeyThatIsTooLongWithThePrefixIsIllegalAndNothingIsSent")
    static class LeavesLongKeysToTheBackend extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public CompletableFuture<Boolean> has(String key) {
                    return backend.has(prefix + "/" + key);
                }
            };
        }
    }

    @CaughtBy("clearingTakesListingAndDeleting")
    static class DeclaresWhatTheBackendDeclares extends PrefixContract {
        @Override
        StorageBackend prefixed(StorageBackend backend, String prefix) {
            return new ForwardingStorageBackend(right(backend, prefix)) {
                @Override
                public Set<Capability> capabilities() {
                    return backend.capabilities();
                }
            };
        }
    }
}
