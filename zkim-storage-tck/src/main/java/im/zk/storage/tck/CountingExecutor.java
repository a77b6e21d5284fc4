package im.zk.storage.tck;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An executor of a caller's, which knows how much it was given to do. */
final class CountingExecutor extends ThreadPoolExecutor implements AutoCloseable {

    private static final int THREADS = 4;

    private final AtomicInteger tasks = new AtomicInteger();

    CountingExecutor() {
        super(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        allowCoreThreadTimeOut(true);
    }

    /** How many tasks have begun. */
    int tasks() {
        return tasks.get();
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable task) {
        tasks.incrementAndGet();
        super.beforeExecute(thread, task);
    }

    @Override
    public void close() {
        shutdownNow();
    }
}
