package im.zk.storage.benchmarks.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Bytes that threads allocate on the JVM's heap; what native code allocates is not among them. Before Java 21 neither is
 * what was allocated by a thread that has ended, or by the carrier of a virtual one.
 */
final class Allocation {

    private static final int FIRST_RELEASE_WITH_A_TOTAL = 21;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final OptionalLong total;
    private final Map<Long, Long> byThread;

    private Allocation(OptionalLong total, Map<Long, Long> byThread) {
        this.total = total;
        this.byThread = byThread;
    }

    /** What was allocated until now. */
    static Allocation now() {
        return new Allocation(total(), byThread());
    }

    /** The bytes since then. */
    long since() {
        if (total.isPresent()) {
            return total().orElseThrow() - total.getAsLong();
        }
        return byThread().entrySet().stream()
                .mapToLong(thread -> thread.getValue() - byThread.getOrDefault(thread.getKey(), 0L))
                .sum();
    }

    private static Map<Long, Long> byThread() {
        long[] threads = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(threads);
        Map<Long, Long> all = new HashMap<>();
        for (int index = 0; index < threads.length; index++) {
            if (bytes[index] >= 0) {
                all.put(threads[index], bytes[index]);
            }
        }
        return all;
    }

    /** As the test kit does, which keeps its meter to itself: by reflection for Java 17. */
    private static OptionalLong total() {
        if (Runtime.version().feature() < FIRST_RELEASE_WITH_A_TOTAL) {
            return OptionalLong.empty();
        }
        try {
            long bytes = (long)
                    ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(THREADS);
            return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
        } catch (NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException
                | UnsupportedOperationException missing) {
            return OptionalLong.empty();
        }
    }
}
