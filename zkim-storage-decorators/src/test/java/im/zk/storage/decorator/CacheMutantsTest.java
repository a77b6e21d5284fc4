package im.zk.storage.decorator;

import im.zk.storage.Capability;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.spi.Futures;
import im.zk.storage.tck.DecoratorTck;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Caches that are broken in one way each, all of which the contracts notice. */
class CacheMutantsTest {

    @TestFactory
    Stream<DynamicTest> everyMutantIsCaught() {
        return MutantRun.everyMutantIsCaught(CacheMutantsTest.class);
    }

    /** The tests, put to a cache with something broken. */
    abstract static class Mutant extends CacheInterleavingContract {
        @Override
        CachingStorageBackend newCache(StorageBackend backend, CacheOptions options) {
            return new CachingStorageBackend(backend, options, entries(options));
        }

        CacheEntries entries(CacheOptions options) {
            return new CacheEntries(options, nanos::get);
        }
    }

    /** Keeps what a load gave, though a write dropped it. */
    private static CacheEntries keepingAll(CacheOptions options) {
        return new CacheEntries(options, System::nanoTime) {
            @Override
            boolean keep(String key, CacheLoad load, byte @Nullable [] loaded) {
                loads.remove(key, load);
                values.put(key, loaded == null ? MISSING : loaded);
                return true;
            }
        };
    }

    @CaughtBy("aLoadThatAWriteOvertookIsNotKept")
    static class KeepsALoadThatAWriteOvertook extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return keepingAll(options);
        }
    }

    @CaughtBy("nothingThatACompletedWriteReplacedIsRead")
    static class KeepsALoadThatAWriteOvertookAmongThreads extends CacheRaceContract {
        @Override
        CachingStorageBackend newCache(StorageBackend backend, CacheOptions options) {
            return new CachingStorageBackend(backend, options, keepingAll(options));
        }
    }

    @CaughtBy("nothingThatACompletedWriteReplacedIsRead")
    static class KnowsOfNoWriteAmongThreads extends CacheRaceContract {
        @Override
        CachingStorageBackend newCache(StorageBackend backend, CacheOptions options) {
            return new CachingStorageBackend(backend, options, new CacheEntries(options, System::nanoTime) {
                @Override
                boolean isWritten(String key) {
                    return false;
                }
            });
        }
    }

    @CaughtBy("aLoadThatBeginsDuringAWriteIsNotKept")
    static class KnowsOfNoWrite extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return new CacheEntries(options, nanos::get) {
                @Override
                boolean isWritten(String key) {
                    return false;
                }
            };
        }
    }

    @CaughtBy("aReadAfterAWriteDoesNotWaitForALoadFromBeforeIt")
    static class WriteLeavesLoads extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return new CacheEntries(options, nanos::get) {
                @Override
                void beginWrite(Collection<String> keys) {
                    keys.forEach(values::invalidate);
                }

                @Override
                void endWrite(Collection<String> keys) {
                    keys.forEach(values::invalidate);
                }
            };
        }
    }

    @CaughtBy("aLoadThatAWriteOvertookIsNotKept")
    static class ClearLeavesLoads extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return new CacheEntries(options, nanos::get) {
                @Override
                void clear() {
                    values.invalidateAll();
                }
            };
        }
    }

    @CaughtBy("aWriteThatFailedMayHaveReplacedTheValue")
    static class ForgetsValuesOfSuccessfulWritesAlone extends Mutant {
        @Override
        CachingStorageBackend newCache(StorageBackend backend, CacheOptions options) {
            CacheEntries entries = entries(options);
            return new CachingStorageBackend(backend, options, entries) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    return Futures.map(backend.set(key, value), done -> {
                        entries.beginWrite(List.of(key));
                        entries.endWrite(List.of(key));
                        return null;
                    });
                }
            };
        }
    }

    @CaughtBy("theOtherOfTwoWritesIsStillUnderWay")
    static class TheFirstOfTwoWritesEndsBoth extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return new CacheEntries(options, nanos::get) {
                @Override
                void endWrite(Collection<String> keys) {
                    keys.forEach(writes::remove);
                }
            };
        }
    }

    @CaughtBy("afterAWriteValuesAreKeptAgain")
    static class AClearNeverEnds extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return new CacheEntries(options, nanos::get) {
                @Override
                void endClear() {}
            };
        }
    }

    @CaughtBy("hitsGiveArraysOfTheirOwn")
    static class SharesArrays extends Mutant {
        @Override
        CachingStorageBackend newCache(StorageBackend backend, CacheOptions options) {
            return new CachingStorageBackend(backend, options, entries(options)) {
                @Override
                byte @Nullable [] copy(byte[] known) {
                    return known == CacheEntries.MISSING ? null : known;
                }
            };
        }
    }

    @CaughtBy("whoGoesDoesNotCancelTheOthers")
    static class TheFirstToGoCancelsTheLoad extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return withLoads(options, joinable -> new CacheLoad(joinable) {
                @Override
                void leave() {
                    if (work != null) {
                        work.cancel(true);
                    }
                }
            });
        }
    }

    @CaughtBy("theLastToGoCancelsTheLoad")
    static class NobodyCancelsTheLoad extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return withLoads(options, joinable -> new CacheLoad(joinable) {
                @Override
                void leave() {}
            });
        }
    }

    @CaughtBy("aBatchThatFailsKeepsNothingAndFailsNobodyElse")
    static class WaitsForTheLoadOfABatch extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return withLoads(options, joinable -> new CacheLoad(true));
        }
    }

    private static CacheEntries withLoads(CacheOptions options, Function<Boolean, CacheLoad> newLoad) {
        return new CacheEntries(options, System::nanoTime) {
            @Override
            CacheLoad newLoad(boolean joinable) {
                return newLoad.apply(joinable);
            }
        };
    }

    @CaughtBy("loadsOfOneKeyAreOneCall")
    static class LoadsForEachCaller extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return new CacheEntries(options, nanos::get) {
                @Override
                @Nullable CacheLoad enter(String key, CacheLoad load) {
                    loads.put(key, load);
                    return null;
                }
            };
        }
    }

    @CaughtBy("aMissingKeyIsNotKeptUnlessAsked")
    static class AlwaysKeepsMissingKeys extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return new CacheEntries(withMissing(), nanos::get);
        }
    }

    @CaughtBy("aMissingKeyIsNotKeptUnlessAsked")
    static class TakesUnknownForMissing extends Mutant {
        @Override
        CachingStorageBackend newCache(StorageBackend backend, CacheOptions options) {
            return new CachingStorageBackend(backend, options, entries(options)) {
                @Override
                public CompletableFuture<Boolean> has(String key) {
                    return CompletableFuture.completedFuture(find(key) != null);
                }
            };
        }
    }

    @CaughtBy("anEmptyValueIsNoMissingKey")
    static class TakesAnEmptyValueForAMissingKey extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return new CacheEntries(options, nanos::get) {
                @Override
                boolean keep(String key, CacheLoad load, byte @Nullable [] loaded) {
                    return super.keep(key, load, loaded != null && loaded.length == 0 ? null : loaded);
                }
            };
        }
    }

    @CaughtBy("aFailedLoadIsNotKept")
    static class LeavesAFailedLoad extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return new CacheEntries(options, nanos::get) {
                @Override
                void drop(String key, CacheLoad load) {}
            };
        }
    }

    @CaughtBy("theBytesAreBounded")
    static class HasNoBound extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return new CacheEntries(options().maximumBytes(Long.MAX_VALUE).build(), nanos::get);
        }
    }

    @CaughtBy("aValueIsKeptForItsTime")
    static class KeepsForEver extends Mutant {
        @Override
        CacheEntries entries(CacheOptions options) {
            return new CacheEntries(options().timeToLive(Duration.ofDays(365)).build(), nanos::get);
        }
    }

    @CaughtBy("nothingIsAnsweredAfterClose")
    static class AnswersAfterClose extends Mutant {
        @Override
        CachingStorageBackend newCache(StorageBackend backend, CacheOptions options) {
            CacheEntries entries = new CacheEntries(options, nanos::get) {
                @Override
                void clear() {}
            };
            return new CachingStorageBackend(backend, options, entries) {
                @Override
                byte @Nullable [] find(String key) {
                    return entries.find(key);
                }
            };
        }
    }

    @CaughtBy("aBatchReadsWhatIsNotKeptInOneCall")
    static class ReadsBatchesOneByOne extends Mutant {
        @Override
        CachingStorageBackend newCache(StorageBackend backend, CacheOptions options) {
            return new CachingStorageBackend(backend, options, entries(options)) {
                @Override
                public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
                    return DefaultOperations.getBatch(this, keys);
                }
            };
        }
    }

    @CaughtBy("whatOtherClientsWriteIsNotPromised")
    static class PromisesWhatOthersWrite extends Mutant {
        @Override
        CachingStorageBackend newCache(StorageBackend backend, CacheOptions options) {
            return new CachingStorageBackend(backend, options, entries(options)) {
                @Override
                public Set<Capability> capabilities() {
                    return backend.capabilities();
                }
            };
        }
    }

    @CaughtBy("setKeepsNoArray")
    static class KeepsTheCallersArray extends DecoratorTck {
        @Override
        protected StorageBackend decorate(StorageBackend backend) {
            CacheOptions options = CacheOptions.builder().build();
            CacheEntries entries = new CacheEntries(options, System::nanoTime);
            return new CachingStorageBackend(backend, options, entries) {
                @Override
                public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
                    return Futures.map(super.set(key, value), done -> {
                        entries.values.put(key, value);
                        return null;
                    });
                }
            };
        }
    }
}
