package im.zk.storage.benchmarks;

import im.zk.storage.benchmarks.measure.Numbers;
import im.zk.storage.benchmarks.measure.Scale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What each decorator costs a {@code get}, measured by JMH in this JVM: {@link DecoratorBenchmark}. */
final class DecoratorPart {

    /** The name of the part. */
    static final String PART = "decorators";

    private static final int ITERATIONS = 3;
    private static final int MILLIS = 100;
    private static final int QUICK_MILLIS = 5;

    private DecoratorPart() {}

    static void run(Run run) throws RunnerException {
        boolean full = run.scale.equals(Scale.FULL);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(DecoratorBenchmark.class.getName())
                .forks(0)
                .verbosity(VerboseMode.SILENT)
                .warmupIterations(full ? ITERATIONS : 1)
                .warmupTime(TimeValue.milliseconds(full ? MILLIS : QUICK_MILLIS))
                .measurementIterations(full ? ITERATIONS : 1)
                .measurementTime(TimeValue.milliseconds(full ? MILLIS : QUICK_MILLIS));
        for (RunResult result : new Runner(options.build()).run()) {
            run.results.add(
                    PART,
                    "memory",
                    result.getPrimaryResult().getLabel(),
                    result.getParams().getParam("decorator"),
                    Map.of("nanos", Numbers.text(result.getPrimaryResult().getScore())));
        }
    }
}
