package im.zk.storage.tck;

import com.sun.management.UnixOperatingSystemMXBean;
import im.zk.storage.StorageBackend;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule L3: what stays behind a client that was closed. */
abstract class LeakContract extends Contract {

    private static final byte[] VALUE = {1, 2, 3};
    private static final int WARM_UP = 3;
    private static final int CYCLES = 15;
    private static final int STALLED_WARM_UP = 2;
    private static final int STALLED_CYCLES = 8;
    private static final int AT_ONCE = 16;

    /** What the rest of this JVM may begin in the meantime; less than one for each cycle. */
    private static final int SLACK = 4;

    @Test
    @Tag("L3")
    @DisplayName("L3: opening, using and closing a client again and again leaves no thread behind")
    void noThreadStays() throws Exception {
        openUseClose(WARM_UP);
        Set<Long> before = Threads.alive();
        openUseClose(CYCLES);
        awaitNoMoreThreads(before, CYCLES + " clients");
    }

    @Test
    @Tag("L3")
    @DisplayName("L3: closing a client whose operations are under way leaves no thread behind")
    void noThreadStaysUnderWay() throws Exception {
        openStallClose(STALLED_WARM_UP);
        Set<Long> before = Threads.alive();
        openStallClose(STALLED_CYCLES);
        awaitNoMoreThreads(before, STALLED_CYCLES + " clients with operations under way");
    }

    @Test
    @Tag("L3")
    @DisplayName("L3: opening, using and closing a client again and again leaves no file, socket or connection open")
    void noHandleStays() throws Exception {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            Assumptions.abort("This platform does not tell how many file handles a process has");
            return;
        }
        openUseClose(WARM_UP);
        long before = system.getOpenFileDescriptorCount();
        openUseClose(CYCLES);
        Await.until(
                () -> CYCLES + " clients that are closed leave no handle open: " + before + " before them, "
                        + system.getOpenFileDescriptorCount() + " after",
                () -> system.getOpenFileDescriptorCount() <= before + SLACK);
    }

    private void openUseClose(int times) throws Exception {
        for (int time = 0; time < times; time++) {
            StorageBackend client = kit().open(namespace());
            try (client) {
                use(client);
            }
        }
    }

    private static void use(StorageBackend client) throws Exception {
        for (Invocation each : Invocation.of(client, "key", VALUE)) {
            Await.done(each.on(client));
        }
        List<CompletableFuture<?>> together = new ArrayList<>();
        for (int number = 0; number < AT_ONCE; number++) {
            together.add(client.get("key"));
        }
        for (CompletableFuture<?> each : together) {
            Await.done(each);
        }
    }

    private void openStallClose(int times) throws Exception {
        for (int time = 0; time < times; time++) {
            Stalled service = stalled();
            for (Invocation each : Invocation.of(service.backend(), "key", VALUE)) {
                each.on(service.backend());
            }
            awaitUnderWay(service);
            Await.returns("close", () -> {
                service.backend().close();
                return true;
            });
            service.release().run();
        }
    }

    private static void awaitNoMoreThreads(Set<Long> before, String after) {
        Await.until(
                () -> "no thread stays behind " + after + " that are closed, but these do: " + Threads.aliveBut(before),
                () -> Threads.aliveBut(before).size() <= SLACK);
    }
}
