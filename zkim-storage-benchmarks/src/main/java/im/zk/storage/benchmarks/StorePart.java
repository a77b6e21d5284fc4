package im.zk.storage.benchmarks;

import im.zk.storage.benchmarks.measure.StoreProgram;
import java.time.Duration;
import java.util.List;

/** {@code set}, {@code get}, {@code has}, requests, {@code clear} and batches: a JVM for each store. */
final class StorePart {

    private static final Duration PATIENCE = Duration.ofMinutes(12);

    private StorePart() {}

    static void run(Run run) {
        for (String name : run.stores) {
            run.measure(
                    "store",
                    name,
                    "all",
                    "all",
                    store -> run.program(
                            store,
                            "store-" + name,
                            List.of("-Xmx6g"),
                            PATIENCE,
                            StoreProgram.class,
                            name,
                            run.form,
                            run.results.file().toString()));
        }
    }
}
