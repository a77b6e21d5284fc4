package im.zk.storage.spi;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where blocking clients run when the user gives no executor. */
public final class BackendExecutors {

    /** How many threads a pool has at most, where there are no virtual threads. */
    public static final int POOL_THREADS = 64;

    private static final int IDLE_SECONDS = 30;
    private static final int FIRST_RELEASE_WITH_VIRTUAL_THREADS = 21;

    private BackendExecutors() {}

    /**
     * An executor for blocking work: a virtual thread for each task on Java 21 and newer, before that a pool of at most
     * {@value #POOL_THREADS} daemon threads that end when idle, in front of which tasks wait.
     *
     * @param name what the threads are called, followed by a number
     * @return the executor, which belongs to the caller
     */
    public static ExecutorService newExecutor(String name) {
        return hasVirtualThreads() ? virtual(name) : pool(name);
    }

    /**
     * An executor on which no task waits for another, however many are blocked: a virtual thread for each on Java 21 and newer,
     * before that daemon threads, each of which ends when it was idle for a second. Nobody has to close it.
     */
    static Executor newUnbounded(String name) {
        return hasVirtualThreads()
                ? virtual(name)
                : new ThreadPoolExecutor(
                        0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons(name));
    }

    private static boolean hasVirtualThreads() {
        return Runtime.version().feature() >= FIRST_RELEASE_WITH_VIRTUAL_THREADS;
    }

    private static ExecutorService pool(String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                POOL_THREADS, POOL_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** By reflection, because the classes of this library are for Java 17. */
    private static ExecutorService virtual(String name) {
        try {
            Class<?> builderType = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            builder = builderType.getMethod("name", String.class, long.class).invoke(builder, name + "-", 1L);
            ThreadFactory threads =
                    (ThreadFactory) builderType.getMethod("factory").invoke(builder);
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, threads);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException missing) {
            throw new IllegalStateException("This Java release has no virtual threads: " + Runtime.version(), missing);
        }
    }
}
