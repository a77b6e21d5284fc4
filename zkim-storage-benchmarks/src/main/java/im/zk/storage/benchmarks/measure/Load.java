package im.zk.storage.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import im.zk.storage.benchmarks.contender.Contender;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Callers, each with a thread and a key of its own, who wait for the answer to a call before they make the next. */
final class Load implements AutoCloseable {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int DIGITS = 3;
    private static final long PATIENCE_SECONDS = 60;

    private final byte[] value;
    private final List<String> keys;
    private final ExecutorService callers;

    Load(int count, byte[] value) {
        this.value = value;
        this.keys =
                IntStream.range(0, count).mapToObj(number -> "object-" + number).toList();
        this.callers = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "caller");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The callers' keys. */
    List<String> keys() {
        return keys;
    }

    /**
     * Has all callers do something for a time, once at least. Where a call fails, the other callers end their time before
     * that is thrown, so that none of their calls is under way when the contender is closed.
     */
    Sample run(Contender contender, Action action, Duration time) throws InterruptedException, ExecutionException {
        Allocation allocated = Allocation.now();
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Future<Histogram>> running = new ArrayList<>();
        for (String key : keys) {
            running.add(callers.submit(() -> call(contender, action, key, end)));
        }
        Histogram latencies = new Histogram(DIGITS);
        ExecutionException failed = null;
        for (Future<Histogram> caller : running) {
            try {
                latencies.add(caller.get());
            } catch (ExecutionException failure) {
                failed = failure;
            }
        }
        if (failed != null) {
            throw failed;
        }
        long nanos = System.nanoTime() - start;
        return new Sample(nanos, PROCESS.getProcessCpuTime() - cpu, allocated.since(), latencies);
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }

    private Histogram call(Contender contender, Action action, String key, long end) throws Exception {
        Histogram latencies = new Histogram(DIGITS);
        long before = System.nanoTime();
        do {
            action.call(contender, key, value).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            long after = System.nanoTime();
            latencies.recordValue((after - before) / 1000);
            before = after;
        } while (before < end);
        return latencies;
    }
}
