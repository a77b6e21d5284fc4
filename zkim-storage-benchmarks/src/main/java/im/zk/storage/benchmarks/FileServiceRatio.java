package im.zk.storage.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link FileServiceBenchmark} measures, for one core of a machine that has other work: the processor's time of the threads
 * that take part, each round one of every kind, and of all rounds the median of how it compares with the AEAD in its round.
 */
public final class FileServiceRatio {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 60;
    private static final int WARM_UP = 20;
    private static final double PER_CENT = 100.0;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private FileServiceRatio() {}

    /** One kind of pass of the content. */
    @FunctionalInterface
    private interface Pass {
        void run() throws GeneralSecurityException, IOException;
    }

    /** Prints a line for each kind. */
    public static void main(String[] arguments) throws GeneralSecurityException, IOException {
        FileServiceBenchmark benchmark = new FileServiceBenchmark();
        benchmark.threads = 1;
        benchmark.open();
        try {
            compare(benchmark, in(benchmark));
            compare(benchmark, out(benchmark));
        } finally {
            benchmark.close();
        }
    }

    private static Map<String, Pass> in(FileServiceBenchmark benchmark) {
        Map<String, Pass> passes = new LinkedHashMap<>();
        passes.put("AEAD, sealing", benchmark::seal);
        passes.put("createZkimFile, and deleteFile", benchmark::createAndDelete);
        passes.put("Tink AesCtrHmacStreaming, sealing", benchmark::tinkCtrHmacSeal);
        passes.put("Tink AesGcmHkdfStreaming, sealing", benchmark::tinkGcmSeal);
        return passes;
    }

    private static Map<String, Pass> out(FileServiceBenchmark benchmark) {
        Map<String, Pass> passes = new LinkedHashMap<>();
        passes.put("AEAD, opening", benchmark::unseal);
        passes.put("downloadFile", benchmark::download);
        passes.put("Tink AesCtrHmacStreaming, opening", benchmark::tinkCtrHmacOpen);
        passes.put("Tink AesGcmHkdfStreaming, opening", benchmark::tinkGcmOpen);
        return passes;
    }

    /** The first of the passes is what the others are compared with. */
    private static void compare(FileServiceBenchmark benchmark, Map<String, Pass> passes)
            throws GeneralSecurityException, IOException {
        Map<String, List<Double>> ratios = new LinkedHashMap<>();
        Map<String, Long> best = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            long first = 0;
            for (Map.Entry<String, Pass> pass : passes.entrySet()) {
                long time = time(benchmark, pass.getValue());
                first = first == 0 ? time : first;
                if (round >= WARM_UP) {
                    ratios.computeIfAbsent(pass.getKey(), name -> new ArrayList<>())
                            .add(PER_CENT * first / time);
                    best.merge(pass.getKey(), time, Math::min);
                }
            }
        }
        ratios.forEach((name, all) -> {
            Collections.sort(all);
            System.out.printf(
                    "%-36s best %4d ms, speed %3.0f %% of the AEAD%n",
                    name, best.getOrDefault(name, 0L) / NANOS_PER_MILLI, all.get(all.size() / 2));
        });
    }

    private static long time(FileServiceBenchmark benchmark, Pass pass) throws GeneralSecurityException, IOException {
        long begun = cpu(benchmark);
        pass.run();
        return cpu(benchmark) - begun;
    }

    private static long cpu(FileServiceBenchmark benchmark) {
        return THREADS.getCurrentThreadCpuTime()
                + benchmark.workers().map(THREADS::getThreadCpuTime).sum();
    }
}
