package im.zk.storage.tck;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at this JVM's threads, and runs tests on many. Virtual threads are not seen. */
final class Threads {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** How many waits a whole crowd may take. */
    private static final int PATIENCE = 4;

    private Threads() {}

    /** How often the calling thread has waited so far: for a lock, a notification, a result or some time. */
    static long waitsOfThisThread() {
        ThreadInfo info = THREADS.getThreadInfo(Thread.currentThread().getId());
        return info.getWaitedCount() + info.getBlockedCount();
    }

    /** The ids of all threads that are alive. */
    static Set<Long> alive() {
        return Arrays.stream(THREADS.getAllThreadIds()).boxed().collect(Collectors.toSet());
    }

    /** The names of all threads that are alive, but for some. */
    static List<String> aliveBut(Set<Long> ids) {
        long[] others = alive().stream()
                .filter(id -> !ids.contains(id))
                .mapToLong(Long::longValue)
                .toArray();
        return Arrays.stream(THREADS.getThreadInfo(others))
                .filter(info -> info != null)
                .map(ThreadInfo::getThreadName)
                .sorted()
                .toList();
    }

    /** Runs each task on a thread of its own, all at once; interrupts the others when one fails. */
    static void runTogether(List<Callable<@Nullable Void>> tasks) throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(tasks.size(), work -> {
            Thread thread = new Thread(work, "tck-crowd");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<@Nullable Void> ended = new ExecutorCompletionService<>(crowd);
            tasks.forEach(ended::submit);
            long deadline = System.nanoTime() + PATIENCE * Await.patience().toNanos();
            for (int task = 0; task < tasks.size(); task++) {
                Future<@Nullable Void> next = ended.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new AssertionError(tasks.size() - task + " of " + tasks.size() + " threads did not end");
                }
                next.get();
            }
        } catch (ExecutionException failure) {
            throw new AssertionError(
                    "On one of " + tasks.size() + " threads: " + failure.getMessage(), failure.getCause());
        } finally {
            crowd.shutdownNow();
            crowd.awaitTermination(Await.patience().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The same task so many times. */
    static List<Callable<@Nullable Void>> times(int count, Task task) {
        List<Callable<@Nullable Void>> tasks = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int mine = number;
            tasks.add(() -> {
                task.run(mine);
                return null;
            });
        }
        return tasks;
    }

    /** What one of many threads does. */
    @FunctionalInterface
    interface Task {
        void run(int number) throws Exception;
    }
}
