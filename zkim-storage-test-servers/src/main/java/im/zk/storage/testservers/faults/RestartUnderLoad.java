package im.zk.storage.testservers.faults;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import im.zk.storage.testservers.TestServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A server that is killed and started again while values are stored and read.
 *
 * @param <S> the server
 */
public abstract class RestartUnderLoad<S extends TestServer> {

    private static final int CALLERS = 8;
    private static final int AT_LEAST = 40;
    private static final int LISTED = 5;

    /** A server that is starting may ask for a minute's patience ({@code Retry-After}), which an SDK has, twice at most. */
    private static final int SECONDS = 150;

    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Set<ErrorKind> failures = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    /** A server of the test's own. */
    protected abstract S startServer();

    /** A backend at the server, in a container that is new. */
    protected abstract StorageBackend open(S server) throws Exception;

    /** Ends the server in the middle of what it does. */
    protected void kill(S server) throws Exception {
        server.stop();
    }

    /** Starts it again. */
    protected void revive(S server) throws Exception {
        server.start();
    }

    @Test
    @DisplayName("No acknowledged value is lost, none that is there reads as missing, and every operation ends")
    void killedUnderLoad() throws Exception {
        try (S server = startServer();
                StorageBackend storage = open(server)) {
            ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
            try {
                restartUnderLoad(server, storage, threads);
            } finally {
                // Where it failed the callers still call, and the storage may be closed only once they have ended.
                over.set(true);
                threads.shutdownNow();
                threads.awaitTermination(SECONDS, TimeUnit.SECONDS);
            }

            assertThat(wrong).isEmpty();
            assertThat(failures).isSubsetOf(EnumSet.of(ErrorKind.UNAVAILABLE, ErrorKind.TIMEOUT, ErrorKind.CORRUPTED));
            for (Map.Entry<String, Integer> each : acknowledged.entrySet()) {
                assertThat(storage.get(each.getKey()).get(SECONDS, TimeUnit.SECONDS))
                        .as(each.getKey())
                        .isEqualTo(value(each.getValue()));
            }
        }
    }

    private void restartUnderLoad(S server, StorageBackend storage, ExecutorService threads) throws Exception {
        List<Future<?>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            String name = caller + "/";
            callers.add(threads.submit(() -> call(storage, name)));
        }
        Await.until("values are stored", () -> acknowledged.size() > AT_LEAST);
        kill(server);
        int before = acknowledged.size();
        Await.until("operations fail", () -> failed.get() > CALLERS);
        revive(server);
        Await.until("values are stored again", () -> acknowledged.size() > before + AT_LEAST);
        over.set(true);
        for (Future<?> each : callers) {
            each.get(SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Stores a value, reads it back, and goes on until it is over. */
    private @Nullable Void call(StorageBackend storage, String caller) throws Exception {
        for (int number = 0; !over.get(); number++) {
            String key = caller + number;
            try {
                storage.set(key, value(number)).get(SECONDS, TimeUnit.SECONDS);
                acknowledged.put(key, number);
                check(key, number, storage.get(key).get(SECONDS, TimeUnit.SECONDS));
                checkOlder(storage, caller, number);
            } catch (ExecutionException failure) {
                remember(failure);
            }
        }
        return null;
    }

    private void check(String key, int number, byte @Nullable [] read) {
        if (read == null || !Arrays.equals(read, value(number))) {
            wrong.add(key + (read == null ? " reads as missing" : " reads as something else"));
        }
    }

    /** What was stored before, perhaps before the server was killed, by the other operations that read. */
    private void checkOlder(StorageBackend storage, String caller, int number) throws Exception {
        String older = caller + number / 2;
        if (!acknowledged.containsKey(older)) {
            return;
        }
        if (!storage.has(older).get(SECONDS, TimeUnit.SECONDS)) {
            wrong.add("has does not find " + older);
        }
        Map<String, byte[]> read = storage.getBatch(List.of(older)).get(SECONDS, TimeUnit.SECONDS);
        check(older, number / 2, read.get(older));
        if (number % LISTED == 0) {
            List<String> keys = storage.keys().get(SECONDS, TimeUnit.SECONDS);
            if (!keys.contains(older)) {
                wrong.add("keys does not list " + older);
            }
        }
    }

    private void remember(Throwable failure) {
        failed.incrementAndGet();
        Throwable bare = Futures.unwrap(failure);
        if (bare instanceof ServiceException known) {
            failures.add(known.kind());
        } else {
            wrong.add("not a ServiceException: " + bare);
        }
    }

    private static byte[] value(int number) {
        byte[] value = new byte[10_000];
        Arrays.fill(value, (byte) number);
        return value;
    }
}
