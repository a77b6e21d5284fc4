package im.zk.storage.testservers.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.StorageBackend;
import im.zk.storage.testservers.TestServer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestartUnderLoadTest {

    private static final long PATIENCE_MILLIS = 10_000;

    private final Set<Thread> callers = ConcurrentHashMap.newKeySet();
    private final Set<String> late = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    @Test
    void callersEndBeforeTheStorageIsClosedWhereTheTestFails() throws Exception {
        assertThatThrownBy(new CannotKill()::killedUnderLoad).hasMessage("The server cannot be killed");

        assertThat(closed).isTrue();
        assertThat(callers).isNotEmpty();
        for (Thread each : callers) {
            each.join(PATIENCE_MILLIS);
            assertThat(each.isAlive()).as("%s goes on", each.getName()).isFalse();
        }
        assertThat(late).as("calls once the storage was closed").isEmpty();
    }

    /** The storage that all callers call. */
    private final class Watched extends ForwardingStorageBackend {

        Watched() {
            super(new InMemoryStorage());
        }

        @Override
        public CompletableFuture<@Nullable Void> set(String key, byte[] value) {
            callers.add(Thread.currentThread());
            if (closed.get()) {
                late.add(key);
            }
            return super.set(key, value);
        }

        @Override
        public void close() {
            closed.set(true);
            super.close();
        }
    }

    private final class CannotKill extends RestartUnderLoad<TestServer> {

        @Override
        @SuppressWarnings("NullAway") // none is needed
        protected TestServer startServer() {
            return null;
        }

        @Override
        protected StorageBackend open(TestServer none) {
            return new Watched();
        }

        @Override
        protected void kill(TestServer none) {
            throw new IllegalStateException("The server cannot be killed");
        }
    }
}
