package im.zk.storage.decorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What read-only storage promises beside the contract of storage; a mutant of it is put to the same tests. */
abstract class ReadOnlyContract {

    static final Set<String> CHANGES = Set.of("set", "delete", "clear", "setBatch", "deleteBatch");

    final ManualStorage below = new ManualStorage();

    /** Read-only storage over a backend. */
    abstract StorageBackend readOnly(StorageBackend backend);

    @Test
    void whatChangesSomethingIsRefusedAndNeverSent() {
        StorageBackend storage = readOnly(below);
        Failures.operations("key").forEach((name, operation) -> {
            int before = below.calls().size();
            if (CHANGES.contains(name)) {
                ServiceException refusal = Failures.of(operation.apply(storage), ErrorKind.UNSUPPORTED);
                assertThat(refusal).as(name).hasMessageContaining("read-only");
                assertThat(below.calls()).as(name).hasSize(before);
            } else {
                assertThat(operation.apply(storage)).as(name).isNotDone();
                assertThat(below.calls()).as(name).hasSize(before + 1);
            }
        });
    }

    @Test
    void whatIsTakenAwayIsNotDeclared() {
        assertThat(readOnly(below).capabilities())
                .isEqualTo(EnumSet.of(Capability.LIST, Capability.READ_AFTER_WRITE, Capability.ORDERED_LISTING));
        StorageBackend unable = new Tampered(below) {
            @Override
            public Set<Capability> capabilities() {
                return Set.of();
            }
        };
        assertThat(readOnly(unable).capabilities()).isEmpty();
    }

    @Test
    void anIllegalKeyIsRefusedAsSuch() {
        StorageBackend storage = readOnly(below);
        for (String name : List.of("set", "delete", "setBatch", "deleteBatch")) {
            ServiceException refusal = Failures.of(operation(name, "a/../b").apply(storage), ErrorKind.INVALID_KEY);
            assertThat(refusal.details()).containsEntry(ServiceException.KEY, "a/../b");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void nullIsThrownAtTheCaller() {
        StorageBackend storage = readOnly(below);
        assertThatThrownBy(() -> storage.set("key", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> storage.delete(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> storage.deleteBatch(Arrays.asList("key", null)))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> storage.setBatch(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void afterCloseTheRefusalIsClosed() {
        StorageBackend storage = readOnly(below);
        storage.close();
        storage.close();
        for (String name : CHANGES) {
            Failures.of(operation(name, "key").apply(storage), ErrorKind.CLOSED);
            Failures.of(operation(name, "a/../b").apply(storage), ErrorKind.CLOSED);
        }
        assertThat(below.closed).isOne();
    }

    private static Function<StorageBackend, CompletableFuture<?>> operation(String name, String key) {
        return Objects.requireNonNull(Failures.operations(key).get(name));
    }
}
