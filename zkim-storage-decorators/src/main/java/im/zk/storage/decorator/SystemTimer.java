package im.zk.storage.decorator;

import im.zk.storage.spi.Alarm;
import im.zk.storage.spi.BackendExecutors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/** The JDK's timer, which hands over to threads of this timer's own; they begin when they are needed. */
final class SystemTimer implements Timer {

    private final ExecutorService threads = BackendExecutors.newExecutor("zkim-storage-stack");

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Runnable after(long nanos, Runnable action) {
        return Alarm.after(nanos, this::soon, action)::callOff;
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
