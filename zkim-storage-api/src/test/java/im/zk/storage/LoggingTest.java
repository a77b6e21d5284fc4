package im.zk.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.spi.BackendErrors;
import im.zk.storage.spi.Calls;
import im.zk.storage.spi.Operation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What the library says in the log: one line for a backend that is opened, and request ids at level DEBUG. */
@ResourceLock(Resources.SYSTEM_ERR)
class LoggingTest {

    @Test
    void aBackendThatIsOpenedAndUsedIsOneLine() {
        List<String> lines = logged(() -> {
            try (StorageBackend storage = StorageBackends.create("memory:")) {
                storage.set("key", new byte[] {1}).join();
                storage.get("key").join();
                storage.clear().join();
            }
        });

        assertThat(lines).singleElement().asString().contains("INFO", "Opened Memory");
    }

    @Test
    void aFailedCallIsOneLineAtDebugWithTheRequestIdAndWithoutTheKey() {
        Calls calls = Calls.async(new FailingErrors());

        List<String> lines = logged(() -> calls.run(
                        Operation.GET, "a/private/key", () -> CompletableFuture.failedFuture(new Exception("secret")))
                .exceptionally(failure -> null)
                .join());

        assertThat(lines)
                .singleElement()
                .asString()
                .contains("DEBUG", "FAILING_DOWNLOAD_ERROR RATE_LIMITED, request 4711")
                .doesNotContain("private", "secret");
    }

    @Test
    void aCallThatIsRefusedOrEndedFromOutsideIsNoLine() {
        Calls calls = Calls.async(new FailingErrors());

        List<String> lines = logged(() -> {
            assertThat(begun(calls, "a/../b")).isCompletedExceptionally();
            begun(calls, "key").cancel(true);
            CompletableFuture<Integer> underWay = begun(calls, "key");
            calls.close();
            assertThat(underWay).isCompletedExceptionally();
            assertThat(begun(calls, "key")).isCompletedExceptionally();
        });

        assertThat(lines).isEmpty();
    }

    private static CompletableFuture<Integer> begun(Calls calls, String key) {
        return calls.run(Operation.GET, key, () -> new CompletableFuture<Integer>());
    }

    private static List<String> logged(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return captured.toString(UTF_8)
                .lines()
                .filter(line -> line.contains("im.zk.storage"))
                .toList();
    }

    private static final class FailingErrors implements BackendErrors {
        @Override
        public String code(Operation operation) {
            return operation.code("FAILING");
        }

        @Override
        public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
            return error(operation, key, ErrorKind.RATE_LIMITED, "Too many.")
                    .detail(ServiceException.REQUEST_ID, "4711")
                    .build();
        }
    }
}
