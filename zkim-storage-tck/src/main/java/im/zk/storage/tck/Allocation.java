package im.zk.storage.tck;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How many bytes of heap all threads of this JVM allocate: what was transferred as a value has passed through it. */
final class Allocation {

    private static final int FIRST_RELEASE_WITH_A_TOTAL = 21;

    private final ThreadMXBean threads;

    private Allocation(ThreadMXBean threads) {
        this.threads = threads;
    }

    /** The meter, where this JVM has one. */
    static Optional<Allocation> meter() {
        boolean measures = ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                && threads.isThreadAllocatedMemorySupported()
                && threads.isThreadAllocatedMemoryEnabled();
        return measures
                ? Optional.of(new Allocation((ThreadMXBean) ManagementFactory.getThreadMXBean()))
                : Optional.empty();
    }

    /** What all threads together allocate while something is done. */
    long during(Action action) throws Exception {
        OptionalLong total = total();
        Map<Long, Long> before = byThread();
        action.run();
        if (total.isPresent()) {
            return total().orElseThrow() - total.getAsLong();
        }
        return byThread().entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
    }

    private Map<Long, Long> byThread() {
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Map<Long, Long> byThread = new HashMap<>();
        for (int at = 0; at < ids.length; at++) {
            if (bytes[at] >= 0) {
                byThread.put(ids[at], bytes[at]);
            }
        }
        return byThread;
    }

    /** Newer releases also count the carriers of virtual threads, and threads that have ended; by reflection for Java 17. */
    private OptionalLong total() {
        if (Runtime.version().feature() < FIRST_RELEASE_WITH_A_TOTAL) {
            return OptionalLong.empty();
        }
        try {
            long total = (long)
                    ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(threads);
            return total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
        } catch (NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException
                | UnsupportedOperationException missing) {
            return OptionalLong.empty();
        }
    }

    /** What is measured. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }
}
