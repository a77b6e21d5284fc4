package im.zk.storage.decorator;

import im.zk.storage.StorageBackend;
import im.zk.storage.tck.DecoratorTck;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.event.Level;

/** Logging keeps its contract, and that of storage; what breaks its contract is noticed. */
class LoggingStorageBackendTest {

    @TestFactory
    Stream<DynamicTest> everyMutantIsCaught() {
        return MutantRun.everyMutantIsCaught(LoggingStorageBackendTest.class);
    }

    @Nested
    class Rules extends LoggingContract {
        @Override
        LoggingStorageBackend newLogging(StorageBackend backend, LoggingOptions options) {
            return new LoggingStorageBackend(backend, options);
        }
    }

    @Nested
    class WholeContract extends DecoratorTck {
        @Override
        protected StorageBackend decorate(StorageBackend backend) {
            return new LoggingStorageBackend(
                    backend,
                    LoggingOptions.builder()
                            .logger(new RecordingLogger(Level.WARN))
                            .build());
        }
    }

    @CaughtBy("hiddenKeysAreNowhere")
    static class QuotesFailuresWhereKeysAreHidden extends LoggingContract {
        @Override
        LoggingStorageBackend newLogging(StorageBackend backend, LoggingOptions options) {
            return new LoggingStorageBackend(backend, options) {
                @Override
                String words(Throwable failure) {
                    return failure.toString();
                }
            };
        }
    }

    @CaughtBy("aKeyCannotForgeALine")
    static class ShowsKeysAsTheyAre extends LoggingContract {
        @Override
        LoggingStorageBackend newLogging(StorageBackend backend, LoggingOptions options) {
            return new LoggingStorageBackend(backend, options) {
                @Override
                String show(Object subject) {
                    return " '" + subject + "'";
                }
            };
        }
    }

    @CaughtBy("noLineHoldsAValue")
    static class ShowsValues extends LoggingContract {
        @Override
        LoggingStorageBackend newLogging(StorageBackend backend, LoggingOptions options) {
            return new LoggingStorageBackend(backend, options) {
                @Override
                String answer(ObservedOperation operation, long sent, @Nullable Object result) {
                    return result instanceof byte[] value
                            ? java.util.Arrays.toString(value)
                            : super.answer(operation, sent, result);
                }
            };
        }
    }

    @CaughtBy("whereNobodyListensTheCallIsPassedOnAsItIs")
    static class WorksForNobody extends LoggingContract {
        @Override
        LoggingStorageBackend newLogging(StorageBackend backend, LoggingOptions options) {
            return new LoggingStorageBackend(backend, options) {
                @Override
                boolean isQuiet() {
                    return false;
                }
            };
        }
    }
}
