package im.zk.storage.jdbc;

import static im.zk.storage.jdbc.Statements.done;
import static im.zk.storage.jdbc.Statements.execute;
import static im.zk.storage.jdbc.Statements.newTable;
import static im.zk.storage.jdbc.TableTest.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.testservers.PostgresServer;
import im.zk.storage.testservers.TestServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections that the user hands in, and how many statements are sent on them. */
class DataSourceTest {

    private static final byte[] VALUE = {1, 2, 3};

    private final PostgresServer server = TestServers.postgres();
    private final String table = newTable("given");
    private final HikariDataSource pool = pool();

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void staysOpenAndGetsItsConnectionsBackAsTheyWere() throws Exception {
        pool.setAutoCommit(false);
        pool.setMaximumPoolSize(1);
        try (PostgresStorageBackend storage = storage()) {
            done(storage.set("k", VALUE));
            done(storage.setBatch(Map.of("a", VALUE, "b", VALUE)));
            assertThat(done(storage.keys())).containsExactly("a", "b", "k");
            failure(storage.set("k", new byte[101]));
        }
        assertThat(pool.isClosed()).isFalse();
        try (Connection connection = pool.getConnection()) {
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.getNetworkTimeout()).isZero();
        }
        try (PostgresStorageBackend storage = storage()) {
            assertThat(done(storage.get("k"))).isEqualTo(VALUE);
        }
    }

    @Test
    void eachOperationIsOneStatement() throws Exception {
        CountingDataSource counting = new CountingDataSource(pool);
        try (PostgresStorageBackend storage = PostgresStorageBackend.builder()
                .dataSource(counting)
                .tableName(table)
                .build()) {
            done(storage.set("k", VALUE));
            assertThat(counting.take())
                    .as("the first operation looks, creates and looks again")
                    .isEqualTo(4);
            assertCount(counting, 1, storage.set("k", VALUE));
            assertCount(counting, 1, storage.get("k"));
            assertCount(counting, 1, storage.has("k"));
            assertCount(counting, 1, storage.delete("k"));
            Map<String, byte[]> entries = new LinkedHashMap<>();
            for (int number = 0; number < 2_500; number++) {
                entries.put("key-" + number, VALUE);
            }
            assertCount(counting, 3, storage.setBatch(entries));
            assertCount(counting, 3, storage.getBatch(entries.keySet()));
            assertCount(counting, 1, storage.listKeys(KeyQuery.all()));
            assertCount(counting, 1, storage.keys());
            assertCount(counting, 3, storage.deleteBatch(entries.keySet()));
            assertCount(counting, 1, storage.clear());
            done(storage.setBatch(entries));
            counting.take();
            assertCount(counting, 2, storage.clear());
            assertCount(counting, 0, storage.setBatch(Map.of()));
        }
    }

    @Test
    void aConnectionWithoutPreparedStatementsReadsLargeValuesInSlices() throws Exception {
        byte[] large = new byte[20 << 20];
        new Random(1).nextBytes(large);
        PGSimpleDataSource plain = plain();
        plain.setPrepareThreshold(0);
        try (PostgresStorageBackend storage = PostgresStorageBackend.builder()
                .dataSource(plain)
                .tableName(table)
                .maximumValueBytes(large.length)
                .build()) {
            done(storage.set("large", large));
            done(storage.set("small", VALUE));
            assertThat(Arrays.equals(done(storage.get("large")), large)).isTrue();
            assertThat(done(storage.getBatch(List.of("small", "large")))).containsOnlyKeys("small", "large");
        }
        try (PostgresStorageBackend smaller = PostgresStorageBackend.builder()
                .dataSource(plain)
                .tableName(table)
                .maximumValueBytes(large.length - 1)
                .build()) {
            assertThat(failure(smaller.get("large")).kind()).isEqualTo(im.zk.storage.ErrorKind.VALUE_TOO_LARGE);
        }
    }

    @Test
    void aConstraintsErrorShowsNoByteOfAValueThoughTheDriverWould() throws Exception {
        try (PostgresStorageBackend storage = storage()) {
            done(storage.set("k", VALUE));
            execute(server, "ALTER TABLE " + table + " ADD CONSTRAINT short CHECK (octet_length(data) < 10)");
            byte[] secret = "a secret of a value".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            for (CompletableFuture<?> each :
                    List.of(storage.set("k", secret), storage.setBatch(Map.of("k", secret, "other", VALUE)))) {
                ServiceException refused = failure(each);
                StringWriter text = new StringWriter();
                refused.printStackTrace(new PrintWriter(text));
                assertThat(text.toString())
                        .contains("short")
                        .doesNotContain(HexFormat.of().formatHex(secret).substring(0, 12))
                        .doesNotContain("a secret");
                assertThat(refused.details()).containsEntry("sqlState", "23514").containsEntry("key", "k");
            }
            assertThat(done(storage.get("other"))).isEqualTo(VALUE);
        }
    }

    @Test
    void theServersContextOfAnErrorShowsNoByteOfAValueThoughItIsToldToSayWhatWasSent() throws Exception {
        PGSimpleDataSource talkative = plain();
        talkative.setOptions("-c log_parameter_max_length_on_error=-1");
        byte[] secret = "a secret of a value".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (PostgresStorageBackend storage = PostgresStorageBackend.builder()
                .dataSource(talkative)
                .tableName(table)
                .build()) {
            done(storage.set("k", VALUE));
            execute(
                    server,
                    "CREATE FUNCTION " + table + "() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN"
                            + " RAISE EXCEPTION 'not today'; END $$",
                    "CREATE TRIGGER refuse BEFORE INSERT ON " + table + " FOR EACH ROW EXECUTE FUNCTION " + table
                            + "()");
            StringWriter text = new StringWriter();
            failure(storage.set("k", secret)).printStackTrace(new PrintWriter(text));
            assertThat(text.toString())
                    .contains("not today")
                    .doesNotContain(HexFormat.of().formatHex(secret).substring(0, 12))
                    .doesNotContain("a secret");
        }
    }

    @Test
    void theDriversFinestLogShowsNoPassword() throws Exception {
        try (DriverLog log = new DriverLog();
                PostgresStorageBackend storage = PostgresStorageBackend.builder()
                        .connectionString(
                                server.jdbcUrl() + "?user=" + server.username() + "&password=" + server.password())
                        .tableName(table)
                        .build()) {
            done(storage.set("k", VALUE));
            assertThat(log.text()).contains(table).doesNotContain(server.password());
        }
    }

    @Test
    void anExecutorOfOneThreadIsEnoughToCancel() throws Exception {
        var one = Executors.newSingleThreadExecutor();
        try {
            im.zk.storage.tck.Stalled locked = LockedTable.open(server, builder -> builder.executor(one));
            try (PostgresStorageBackend storage = (PostgresStorageBackend) locked.backend()) {
                CompletableFuture<byte[]> waiting = storage.get("k");
                CompletableFuture<byte[]> next = storage.get("k");
                while (locked.callsUnderWay().getAsInt() == 0) {
                    Thread.onSpinWait();
                }
                waiting.cancel(true);
                locked.release().run();
                assertThat(done(next)).isNull();
            }
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void cancellingEndsAWaitForTheConnectionBehindTheOneThatLookedAtTheTable() throws Exception {
        CompletableFuture<Void> waits = new CompletableFuture<>();
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        DataSource second = new CountingDataSource(pool) {
            private final AtomicInteger connections = new AtomicInteger();

            @Override
            public Connection getConnection() throws SQLException {
                if (connections.incrementAndGet() != 2) {
                    return super.getConnection();
                }
                waits.complete(null);
                try {
                    new CountDownLatch(1).await();
                    throw new SQLException("never");
                } catch (InterruptedException ended) {
                    interrupted.complete(null);
                    throw new SQLException(ended);
                }
            }
        };
        try (PostgresStorageBackend storage =
                PostgresStorageBackend.builder().dataSource(second).build()) {
            CompletableFuture<byte[]> reading = storage.get("k");
            done(waits);
            reading.cancel(true);
            done(interrupted);
        }
    }

    private static void assertCount(CountingDataSource counting, int statements, CompletableFuture<?> operation)
            throws Exception {
        done(operation);
        assertThat(counting.take()).isEqualTo(statements);
    }

    private PostgresStorageBackend storage() {
        return PostgresStorageBackend.builder()
                .dataSource(pool)
                .tableName(table)
                .maximumValueBytes(100)
                .build();
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setUsername(server.username());
        config.setPassword(server.password());
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(5);
        HikariDataSource lazy = new HikariDataSource();
        config.copyStateTo(lazy);
        return lazy;
    }

    private PGSimpleDataSource plain() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(server.jdbcUrl());
        dataSource.setUser(server.username());
        dataSource.setPassword(server.password());
        return dataSource;
    }
}
