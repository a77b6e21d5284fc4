package im.zk.storage.benchmarks;

import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.StorageBackend;
import im.zk.storage.decorator.StorageStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code get} of a value of 1 KiB through each decorator, beside the bare backend: {@code atOnce} of memory, which answers
 * when it is called, and {@code later} of a backend whose answer comes when the call has returned, as a service's does.
 * Run with {@code -prof gc} for what a call allocates ({@code gc.alloc.rate.norm}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class DecoratorBenchmark {

    private static final String KEY = "users/42/avatar.png";

    /** What is around the backend. */
    @Param({
        "nothing",
        "metrics",
        "logging",
        "readOnly",
        "cache",
        "retry",
        "timeout",
        "concurrencyLimit",
        "checksum",
        "keyPrefix",
        "everything"
    })
    String decorator;

    private final InMemoryStorage memory = new InMemoryStorage();
    private final Late late = new Late(memory);
    private StorageBackend atOnce;
    private StorageBackend later;

    /** Stores the value as the decorator stores it, so that it is found. */
    @Setup(Level.Trial)
    public void open() {
        atOnce = decorate(memory);
        later = decorate(late);
        StorageBackend writer = decorator.equals("readOnly") ? memory : atOnce;
        writer.set(KEY, new byte[1024]).join();
    }

    @TearDown(Level.Trial)
    public void close() {
        atOnce.close();
        later.close();
    }

    @Benchmark
    public byte @Nullable [] atOnce() {
        return atOnce.get(KEY).join();
    }

    @Benchmark
    public byte @Nullable [] later() {
        CompletableFuture<byte @Nullable []> answer = later.get(KEY);
        late.answer();
        return answer.join();
    }

    private StorageBackend decorate(StorageBackend backend) {
        StorageStack stack = StorageStack.over(backend);
        switch (decorator) {
            case "nothing" -> {}
            case "metrics" -> stack.metrics(new SimpleMeterRegistry());
            case "logging" -> stack.logging();
            case "readOnly" -> stack.readOnly();
            case "cache" -> stack.cache();
            case "retry" -> stack.retry();
            case "timeout" -> stack.timeout(Duration.ofSeconds(10));
            case "concurrencyLimit" -> stack.concurrencyLimit(64);
            case "checksum" -> stack.checksum();
            case "keyPrefix" -> stack.keyPrefix("tenant");
            case "everything" ->
                stack.metrics(new SimpleMeterRegistry())
                        .logging()
                        .cache()
                        .retry()
                        .timeout(Duration.ofSeconds(10))
                        .concurrencyLimit(64)
                        .checksum()
                        .keyPrefix("tenant");
            default -> throw new IllegalArgumentException(decorator);
        }
        return stack.build();
    }

    /** Answers a get when it is told to, on the thread that tells it. */
    private static final class Late extends ForwardingStorageBackend {
        private @Nullable CompletableFuture<byte @Nullable []> asked;
        private byte @Nullable [] value;

        Late(StorageBackend backend) {
            super(backend);
        }

        @Override
        public CompletableFuture<byte @Nullable []> get(String key) {
            value = delegate().get(key).join();
            asked = new CompletableFuture<>();
            return asked;
        }

        void answer() {
            CompletableFuture<byte @Nullable []> future = asked;
            if (future != null) {
                asked = null;
                future.complete(value);
            }
        }
    }
}
