package im.zk.storage.spi;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The executor that a backend makes where the user gives none: {@link BackendExecutors#newExecutor}. It ends with the backend. */
final class OwnExecutor implements Executor, AutoCloseable {

    private static final Duration END_OF_CANCELLED_WORK = Duration.ofSeconds(10);

    private final ExecutorService threads;
    private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

    OwnExecutor(String name) {
        this.threads = BackendExecutors.newExecutor(name);
    }

    @Override
    public void execute(Runnable work) {
        threads.execute(() -> {
            workers.add(Thread.currentThread());
            try {
                work.run();
            } finally {
                workers.remove(Thread.currentThread());
            }
        });
    }

    /** Waits for the work that was cancelled, unless called on a thread of this. Does nothing the second time. */
    @Override
    public void close() {
        if (threads.isShutdown()) {
            return;
        }
        // Not shutdownNow(): work that asked to be ended otherwise must not be interrupted, and all else was before.
        threads.shutdown();
        if (workers.contains(Thread.currentThread())) {
            // What follows an operation closes the backend, on the backend's own thread, which cannot wait for itself.
            return;
        }
        try {
            if (!threads.awaitTermination(END_OF_CANCELLED_WORK.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
