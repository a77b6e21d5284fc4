package im.zk.storage.benchmarks.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * Bytes that threads allocate on the JVM's heap. What native code allocates is not among them, nor what was allocated by a
 * thread that has ended.
 */
final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** The bytes so far of each thread that lives. */
    static Map<Long, Long> bytes() {
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

    /** The bytes since then of the threads that live now. */
    static long since(Map<Long, Long> before) {
        return bytes().entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
    }
}
