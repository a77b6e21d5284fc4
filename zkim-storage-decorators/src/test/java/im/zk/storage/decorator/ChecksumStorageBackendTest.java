package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Batches;
import im.zk.storage.spi.DefaultOperations;
import im.zk.storage.tck.DecoratorTck;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestFactory;

/** Checksums keep their contract, and that of storage; what breaks it is noticed. */
class ChecksumStorageBackendTest {

    @TestFactory
    Stream<DynamicTest> everyMutantIsCaught() {
        return MutantRun.everyMutantIsCaught(ChecksumStorageBackendTest.class);
    }

    @Nested
    class Rules extends ChecksumContract {
        @Override
        ChecksumStorageBackend newChecksum(StorageBackend backend, ChecksumOptions options, int largestArray) {
            return new ChecksumStorageBackend(backend, options, largestArray);
        }
    }

    @Nested
    class WholeContract extends DecoratorTck {
        @Override
        protected StorageBackend decorate(StorageBackend backend) {
            return new ChecksumStorageBackend(
                    backend,
                    ChecksumOptions.builder()
                            .algorithm(ChecksumAlgorithm.SHA256)
                            .build());
        }

        @Override
        protected OptionalLong maximumValueBytes() {
            return OptionalLong.of(
                    super.maximumValueBytes().orElseThrow() - ChecksumTrailer.length(ChecksumAlgorithm.SHA256));
        }
    }

    /** The tests, put to a checksum that finds less wrong. */
    abstract static class Lenient extends ChecksumContract {

        abstract boolean overlooks(byte[] stored);

        @Override
        ChecksumStorageBackend newChecksum(StorageBackend backend, ChecksumOptions options, int largestArray) {
            return new ChecksumStorageBackend(backend, options, largestArray) {
                @Override
                @Nullable String violation(byte[] stored) {
                    return overlooks(stored) ? null : super.violation(stored);
                }
            };
        }
    }

    @CaughtBy("whatWasStoredWithoutAChecksumIsNotTakenUnlessAsked")
    static class TakesUnmarkedValues extends Lenient {
        @Override
        boolean overlooks(byte[] stored) {
            return !ChecksumTrailer.isMarked(stored);
        }
    }

    @CaughtBy("everyChangedBitIsNoticed")
    static class ComparesTheLengthAlone extends Lenient {
        @Override
        boolean overlooks(byte[] stored) {
            String violation = ChecksumTrailer.violation(stored);
            return violation != null && violation.startsWith("fails");
        }
    }

    @CaughtBy("aBatchNamesTheKeysThatAreCorrupted")
    static class LeavesCorruptedValuesOutOfABatch extends ChecksumContract {
        @Override
        ChecksumStorageBackend newChecksum(StorageBackend backend, ChecksumOptions options, int largestArray) {
            return new ChecksumStorageBackend(backend, options, largestArray) {
                @Override
                public CompletableFuture<Map<String, byte[]>> getBatch(Collection<String> keys) {
                    List<String> distinct = Batches.distinct(keys);
                    Map<String, byte[]> found = new HashMap<>();
                    for (String key : distinct) {
                        get(key).whenComplete((value, failure) -> {
                            if (value != null) {
                                found.put(key, value);
                            }
                        });
                    }
                    return CompletableFuture.completedFuture(DefaultOperations.inOrder(distinct, found));
                }
            };
        }
    }

    @CaughtBy("aValueThatLeavesNoRoomForTheTrailerIsTooLarge")
    static class ForgetsTheRoomForTheTrailer extends ChecksumContract {
        @Override
        ChecksumStorageBackend newChecksum(StorageBackend backend, ChecksumOptions options, int largestArray) {
            return new ChecksumStorageBackend(backend, options, Integer.MAX_VALUE);
        }
    }

    @CaughtBy("eitherAlgorithmIsReadByEither")
    static class GivesTheTrailerToo extends ChecksumContract {
        @Override
        ChecksumStorageBackend newChecksum(StorageBackend backend, ChecksumOptions options, int largestArray) {
            return new ChecksumStorageBackend(backend, options, largestArray) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    return delegate().get(key);
                }
            };
        }
    }
}
