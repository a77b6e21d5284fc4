package im.zk.storage.benchmarks;

import im.zk.storage.jdbc.PostgresStorageBackend;
import im.zk.storage.testservers.PostgresServer;
import im.zk.storage.testservers.TestServers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 * The batches of the PostgreSQL backend beside the same rows one by one, each call awaited before the next.
 *
 * <p>The server of the tests does not flush what it commits ({@code fsync=off}), which flatters single rows: for what
 * batches come to on a server that does, name one with {@code -Dzkim.test.postgres.endpoint}.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class PostgresBatchBenchmark {

    @Benchmark
    public void setOneByOne(Empty table) {
        table.rows.forEach((key, value) -> table.storage.set(key, value).join());
    }

    @Benchmark
    public void setBatch(Empty table) {
        table.storage.setBatch(table.rows).join();
    }

    @Benchmark
    public void getOneByOne(Full table) {
        table.keys.forEach(key -> table.storage.get(key).join());
    }

    @Benchmark
    public Map<String, byte[]> getBatch(Full table) {
        return table.storage.getBatch(table.keys).join();
    }

    @Benchmark
    public void deleteOneByOne(Full table) {
        table.keys.forEach(key -> table.storage.delete(key).join());
    }

    @Benchmark
    public void deleteBatch(Full table) {
        table.storage.deleteBatch(table.keys).join();
    }

    /** A table without rows, and the rows that are to be set. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH calls open() first
    public static class Empty {

        @Param("10000")
        int count;

        @Param("1024")
        int size;

        final Map<String, byte[]> rows = new LinkedHashMap<>();
        List<String> keys = List.of();
        PostgresStorageBackend storage;

        /** Starts a server and makes the rows. */
        @Setup(Level.Trial)
        public void open() {
            PostgresServer server = TestServers.postgres();
            storage = PostgresStorageBackend.builder()
                    .connectionString(server.jdbcUrl())
                    .username(server.username())
                    .password(server.password())
                    .tableName("zkim_benchmark")
                    .build();
            Random random = new Random(1);
            while (rows.size() < count) {
                byte[] value = new byte[size];
                random.nextBytes(value);
                rows.put("row-" + random.nextLong(), value);
            }
            keys = List.copyOf(rows.keySet());
        }

        /** Brings the table into the state in which an iteration begins. */
        @Setup(Level.Iteration)
        public void prepare() {
            storage.clear().join();
        }

        /** Closes the backend; the server ends with the JVM. */
        @TearDown(Level.Trial)
        public void close() {
            storage.close();
        }
    }

    /** A table with the rows. */
    @State(Scope.Benchmark)
    public static class Full extends Empty {

        @Override
        @Setup(Level.Iteration)
        public void prepare() {
            super.prepare();
            storage.setBatch(rows).join();
        }
    }
}
