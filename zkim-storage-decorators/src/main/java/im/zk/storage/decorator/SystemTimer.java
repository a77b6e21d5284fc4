package im.zk.storage.decorator;

import im.zk.storage.spi.BackendExecutors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's timer, which costs no thread. Its one thread is everybody's, and what a caller does with a result may block, so
 * that it only hands over to threads of this timer's own, which begin when they are needed.
 */
final class SystemTimer implements Timer {

    private final ExecutorService threads = BackendExecutors.newExecutor("zkim-storage-stack");

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Runnable after(long nanos, Runnable action) {
        CompletableFuture<Boolean> alarm = new CompletableFuture<>();
        alarm.thenAccept(rings -> {
            if (rings) {
                soon(action);
            }
        });
        alarm.completeOnTimeout(true, nanos, TimeUnit.NANOSECONDS);
        // Not cancel(): on Java 17, only a future that completes normally is taken from the JDK's timer.
        return () -> alarm.complete(false);
    }

    @Override
    public void soon(Runnable action) {
        try {
            threads.execute(action);
        } catch (RejectedExecutionException closed) {
            // Whoever waited was told; what is left to do is little, and blocks nothing.
            action.run();
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
