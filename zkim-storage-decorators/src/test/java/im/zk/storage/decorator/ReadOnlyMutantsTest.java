package im.zk.storage.decorator;

import im.zk.storage.Capability;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.StorageBackend;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Read-only storages that are broken in one way each, all of which the contract notices. */
class ReadOnlyMutantsTest {

    @TestFactory
    Stream<DynamicTest> everyMutantIsCaught() {
        return MutantRun.everyMutantIsCaught(ReadOnlyMutantsTest.class);
    }

    @CaughtBy("whatChangesSomethingIsRefusedAndNeverSent")
    static class LetsBatchesThrough extends ReadOnlyContract {
        @Override
        StorageBackend readOnly(StorageBackend backend) {
            return new ForwardingStorageBackend(new ReadOnlyStorageBackend(backend)) {
                @Override
                public CompletableFuture<@Nullable Void> setBatch(Map<String, byte[]> entries) {
                    return backend.setBatch(entries);
                }
            };
        }
    }

    @CaughtBy("whatChangesSomethingIsRefusedAndNeverSent")
    static class ForgetsClear extends ReadOnlyContract {
        @Override
        StorageBackend readOnly(StorageBackend backend) {
            return new ForwardingStorageBackend(new ReadOnlyStorageBackend(backend)) {
                @Override
                public CompletableFuture<@Nullable Void> clear() {
                    return backend.clear();
                }
            };
        }
    }

    @CaughtBy("whatChangesSomethingIsRefusedAndNeverSent")
    static class DeletesAndSaysNothing extends ReadOnlyContract {
        @Override
        StorageBackend readOnly(StorageBackend backend) {
            return new ForwardingStorageBackend(new ReadOnlyStorageBackend(backend)) {
                @Override
                public CompletableFuture<@Nullable Void> deleteBatch(Collection<String> keys) {
                    return CompletableFuture.completedFuture(null);
                }
            };
        }
    }

    @CaughtBy("whatIsTakenAwayIsNotDeclared")
    static class DeclaresWhatItRefuses extends ReadOnlyContract {
        @Override
        StorageBackend readOnly(StorageBackend backend) {
            return new ForwardingStorageBackend(new ReadOnlyStorageBackend(backend)) {
                @Override
                public Set<Capability> capabilities() {
                    return backend.capabilities();
                }
            };
        }
    }

    @CaughtBy("whatIsTakenAwayIsNotDeclared")
    static class CannotCopyNothing extends ReadOnlyContract {
        @Override
        StorageBackend readOnly(StorageBackend backend) {
            return new ForwardingStorageBackend(new ReadOnlyStorageBackend(backend)) {
                @Override
                public Set<Capability> capabilities() {
                    EnumSet<Capability> left = EnumSet.copyOf(backend.capabilities());
                    left.removeAll(EnumSet.of(Capability.WRITE, Capability.DELETE, Capability.CLEAR));
                    return left;
                }
            };
        }
    }
}
