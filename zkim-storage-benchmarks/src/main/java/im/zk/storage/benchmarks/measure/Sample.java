package im.zk.storage.benchmarks.measure;

import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param nanos how long it took, until the last answer
 * @param cpuNanos processor time of this JVM, native code, compiler and collector included
 * @param allocated bytes that all threads allocated
 * @param latencies of each call, in microseconds
 */
record Sample(long nanos, long cpuNanos, long allocated, Histogram latencies) {

    /** Calls in a second. */
    double rate() {
        return latencies.getTotalCount() * 1e9 / nanos;
    }
}
