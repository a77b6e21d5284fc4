package im.zk.storage.jdbc;

import static im.zk.storage.jdbc.Statements.backend;
import static im.zk.storage.jdbc.Statements.done;
import static im.zk.storage.jdbc.Statements.execute;
import static im.zk.storage.jdbc.Statements.newTable;
import static im.zk.storage.jdbc.Statements.query;
import static im.zk.storage.jdbc.TableTest.failure;
import static org.assertj.core.api.Assertions.assertThat;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.tck.Stalled;
import im.zk.storage.testservers.PostgresServer;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.ToxicProxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong on the way to the server and in it. */
class FaultsTest {

    private static final byte[] VALUE = {1, 2, 3};
    private static final byte USED_AGAIN = 100;
    private static final int SLOW_BYTES = 16 << 20;
    private static final int SLOW_ROUNDS = 4;

    private final PostgresServer server = TestServers.postgres();
    private final String table = newTable("faults");

    @Test
    void aServerThatIsKilledUnderLoadLosesNoAcknowledgedWrite() throws Exception {
        try (PostgresServer own = TestServers.startPostgres();
                PostgresStorageBackend storage = backend(own)
                        .connectionTimeout(Duration.ofSeconds(2))
                        .maximumPoolSize(4)
                        .build()) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
            Map<String, ErrorKind> failed = new ConcurrentHashMap<>();
            AtomicBoolean stop = new AtomicBoolean();
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int mine = writer;
                writers.add(
                        CompletableFuture.runAsync(() -> write(storage, mine, acknowledged, failed, stop), threads));
            }
            await("writes", () -> acknowledged.size() > 50);
            own.stop();
            await("failures", () -> !failed.isEmpty());
            int before = acknowledged.size();
            own.start();
            await("writes go on", () -> acknowledged.size() > before + 50);
            stop.set(true);
            for (CompletableFuture<Void> each : writers) {
                done(each);
            }
            for (Map.Entry<String, Integer> each : acknowledged.entrySet()) {
                assertThat(done(storage.get(each.getKey()))).as(each.getKey()).containsExactly(each.getValue());
            }
            threads.shutdown();
            assertThat(failed.values()).containsOnly(ErrorKind.UNAVAILABLE);
        }
    }

    @Test
    void aBackendThatIsTerminatedFailsItsOperationAndNoOther() throws Exception {
        Stalled locked = LockedTable.open(server);
        try (PostgresStorageBackend storage = (PostgresStorageBackend) locked.backend()) {
            CompletableFuture<Void> set = storage.set("k", VALUE);
            await("the statement waits", () -> locked.callsUnderWay().getAsInt() == 1);
            query(
                    server,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND query LIKE 'INSERT%locked_%'");
            assertThat(failure(set).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(failure(set).details()).containsEntry("sqlState", "57P01");
            locked.release().run();
            done(storage.set("k", VALUE));
        }
    }

    @Test
    void anExhaustedPoolIsUnavailableAndRecovers() throws Exception {
        Stalled locked = LockedTable.open(
                server, builder -> builder.maximumPoolSize(2).connectionTimeout(Duration.ofMillis(500)));
        try (PostgresStorageBackend storage = (PostgresStorageBackend) locked.backend()) {
            CompletableFuture<byte[]> first = storage.get("k");
            CompletableFuture<byte[]> second = storage.get("k");
            await("both wait", () -> locked.callsUnderWay().getAsInt() == 2);
            ServiceException exhausted = failure(storage.get("k"));
            assertThat(exhausted.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(first).isNotDone();
            locked.release().run();
            assertThat(done(first)).isNull();
            assertThat(done(second)).isNull();
            assertThat(done(storage.get("k"))).isNull();
        }
    }

    @Test
    void aStatementThatTakesTooLongTimesOutOnTheServerToo() throws Exception {
        Stalled locked = LockedTable.open(server, builder -> builder.statementTimeout(Duration.ofSeconds(1)));
        try (PostgresStorageBackend storage = (PostgresStorageBackend) locked.backend()) {
            assertThat(failure(storage.set("k", VALUE)).kind()).isEqualTo(ErrorKind.TIMEOUT);
            await("the statement is gone", () -> locked.callsUnderWay().getAsInt() == 0);
            locked.release().run();
            done(storage.set("k", VALUE));
        }
    }

    @Test
    void aNetworkThatStallsTimesOutAndThePoolRecovers() throws Exception {
        try (ToxicProxy proxy = TestServers.toxiproxy().proxy(server);
                PostgresStorageBackend storage = through(proxy, "?socketTimeout=2&cancelSignalTimeout=1")) {
            done(storage.set("k", VALUE));
            proxy.stall(ToxicDirection.DOWNSTREAM);
            ServiceException stalled = failure(storage.get("k"));
            assertThat(stalled.kind()).isIn(ErrorKind.TIMEOUT, ErrorKind.UNAVAILABLE);
            CompletableFuture<byte[]> cancelled = storage.get("k");
            cancelled.cancel(true);
            proxy.restore();
            assertThat(eventually(() -> storage.get("k"))).isEqualTo(VALUE);
        }
    }

    /** On a link so slow that most of the value is still to be sent when the caller has its array back. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anArrayThatIsUsedAgainOnceItsSetIsCancelledIsNotStored(boolean batch) throws Exception {
        try (PostgresStorageBackend observer =
                        backend(server, "").tableName(table).build();
                ToxicProxy proxy = TestServers.toxiproxy().proxy(server)) {
            done(observer.set("k", new byte[SLOW_BYTES]));
            for (int round = 1; round <= SLOW_ROUNDS; round++) {
                byte[] given = filled(round);
                proxy.restore();
                try (PostgresStorageBackend storage = through(proxy, "")) {
                    done(storage.has("k"));
                    proxy.bandwidth(ToxicDirection.UPSTREAM, SLOW_BYTES);
                    CompletableFuture<Void> set =
                            batch ? storage.setBatch(Map.of("k", given, "l", VALUE)) : storage.set("k", given);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(80L * round));
                    set.cancel(true);
                    Arrays.fill(given, USED_AGAIN);
                }
                byte[] stored = done(observer.get("k"));
                assertThat(stored[0]).as("round %d", round).isBetween((byte) 0, (byte) round);
                assertThat(Arrays.equals(stored, filled(stored[0])))
                        .as("whole in round %d", round)
                        .isTrue();
            }
        }
    }

    private static byte[] filled(int with) {
        byte[] value = new byte[SLOW_BYTES];
        Arrays.fill(value, (byte) with);
        return value;
    }

    @Test
    void aResetConnectionAndARefusedOneAreUnavailable() throws Exception {
        try (ToxicProxy proxy = TestServers.toxiproxy().proxy(server);
                PostgresStorageBackend storage = through(proxy, "")) {
            done(storage.set("k", VALUE));
            proxy.limitData(ToxicDirection.DOWNSTREAM, 1);
            assertThat(failure(storage.get("k")).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            proxy.restore();
            assertThat(eventually(() -> storage.get("k"))).isEqualTo(VALUE);
            proxy.disable();
            assertThat(failure(storage.get("k")).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            proxy.enable();
            assertThat(eventually(() -> storage.get("k"))).isEqualTo(VALUE);
        }
    }

    @Test
    void aSerialisationFailureIsAConflict() throws Exception {
        try (PostgresStorageBackend storage = backend(
                                server, "?options=-c%20default_transaction_isolation=repeatable%5C%20read")
                        .tableName(table)
                        .build();
                Connection other = server.connect();
                Statement statement = other.createStatement()) {
            done(storage.set("k", VALUE));
            other.setAutoCommit(false);
            statement.execute("UPDATE " + table + " SET data = '\\x09' WHERE key = 'k'");
            CompletableFuture<Void> set = storage.set("k", VALUE);
            await("the statement waits", () -> {
                try {
                    return query(
                                    server,
                                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                            + " AND query LIKE '%" + table + "%' AND query LIKE 'INSERT%'")
                            .equals("1");
                } catch (java.sql.SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            other.commit();
            ServiceException conflict = failure(set);
            assertThat(conflict.kind()).isEqualTo(ErrorKind.CONFLICT);
            assertThat(conflict.isRetryable()).isTrue();
            assertThat(conflict.details()).containsEntry("sqlState", "40001");
            assertThat(done(storage.get("k"))).containsExactly(9);
        }
    }

    @Test
    void aFullDiskIsUnavailableAndTheOldValueStays() throws Exception {
        try (PostgresServer own = TestServers.startPostgresWithSmallDisk();
                PostgresStorageBackend storage = backend(own).tableName(table).build()) {
            execute(
                    own,
                    "CREATE TABLESPACE small LOCATION '" + own.smallDisk() + "'",
                    Statements.guideTable(table) + " TABLESPACE small",
                    "CREATE TABLE others TABLESPACE small AS SELECT md5(n::text) FROM generate_series(1, 60000) n");
            byte[] more = new byte[2 * PostgresServer.SMALL_DISK_BYTES];
            new Random(1).nextBytes(more);
            done(storage.set("k", VALUE));
            ServiceException full = failure(storage.set("k", more));
            assertThat(full.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(full.details()).containsEntry("sqlState", "53100");
            assertThat(failure(storage.setBatch(Map.of("k", more, "other", more)))
                            .details())
                    .containsEntry("sqlState", "53100");
            assertThat(done(storage.get("k"))).isEqualTo(VALUE);
            assertThat(done(storage.keys())).containsExactly("k");
            execute(own, "DROP TABLE others");
            done(storage.set("k", Arrays.copyOf(more, 1 << 20)));
            assertThat(done(storage.get("k"))).isEqualTo(Arrays.copyOf(more, 1 << 20));
        }
    }

    @Test
    void cancellingNeverReachesTheNextStatementOfTheConnection() throws Exception {
        try (PostgresStorageBackend storage =
                backend(server).tableName(table).maximumPoolSize(1).build()) {
            done(storage.set("k", VALUE));
            Random moments = new Random(1);
            for (int round = 0; round < 300; round++) {
                CompletableFuture<byte[]> cancelled = storage.get("k");
                LockSupport.parkNanos(moments.nextInt(2_000_000));
                cancelled.cancel(true);
                assertThat(done(storage.get("k"))).as("after round %d", round).isEqualTo(VALUE);
            }
        }
    }

    @Test
    void batchesOverTheSameKeysDoNotWaitForEachOther() throws Exception {
        Map<String, byte[]> ascending = new LinkedHashMap<>();
        Map<String, byte[]> descending = new LinkedHashMap<>();
        for (int number = 0; number < 400; number++) {
            ascending.put("key-" + number, VALUE);
            descending.put("key-" + (399 - number), VALUE);
        }
        try (PostgresStorageBackend storage = backend(server).tableName(table).build()) {
            List<CompletableFuture<?>> batches = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                batches.add(storage.setBatch(ascending));
                batches.add(storage.setBatch(descending));
                batches.add(storage.deleteBatch(descending.keySet()));
                batches.add(storage.deleteBatch(ascending.keySet()));
                batches.add(storage.clear());
            }
            for (CompletableFuture<?> each : batches) {
                done(each);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "08006, UNAVAILABLE",
        "22000, UNKNOWN",
        "23514, UNKNOWN",
        "25006, UNAVAILABLE",
        "28000, PERMISSION_DENIED",
        "28P01, PERMISSION_DENIED",
        "3D000, CONTAINER_NOT_FOUND",
        "3F000, CONTAINER_NOT_FOUND",
        "40001, CONFLICT",
        "40P01, CONFLICT",
        "42501, PERMISSION_DENIED",
        "42P01, CONTAINER_NOT_FOUND",
        "42703, INVALID_CONFIG",
        "53100, UNAVAILABLE",
        "53200, UNAVAILABLE",
        "53300, UNAVAILABLE",
        "54000, VALUE_TOO_LARGE",
        "55P03, CONFLICT",
        "57014, TIMEOUT",
        "57P01, UNAVAILABLE",
        "57P03, UNAVAILABLE",
        "58030, UNAVAILABLE",
        "P0001, UNKNOWN",
        "XX000, UNKNOWN",
        "XX001, CORRUPTED"
    })
    void sqlStates(String state, ErrorKind kind) throws Exception {
        try (PostgresStorageBackend storage = backend(server).tableName(table).build()) {
            done(storage.set("k", VALUE));
            execute(
                    server,
                    "CREATE FUNCTION " + table + "() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN"
                            + " RAISE EXCEPTION 'as it was told' USING ERRCODE = '" + state + "'; END $$",
                    "CREATE TRIGGER refuse BEFORE UPDATE ON " + table + " FOR EACH ROW EXECUTE FUNCTION " + table
                            + "()");
            ServiceException failure = failure(storage.set("k", new byte[] {9}));
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.code()).isEqualTo("POSTGRES_INSERT_ERROR");
            assertThat(failure.details()).containsEntry("sqlState", state).containsEntry("key", "k");
            assertThat(done(storage.get("k"))).isEqualTo(VALUE);
        }
    }

    @Test
    void wrongCredentialsAndAMissingDatabaseAreToldApart() throws Exception {
        try (PostgresStorageBackend storage = PostgresStorageBackend.builder()
                .connectionString(server.jdbcUrl())
                .username(server.username())
                .password("not-the-password")
                .connectionTimeout(Duration.ofSeconds(1))
                .build()) {
            ServiceException refused = failure(storage.get("k"));
            assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
            assertThat(refused.toString()).doesNotContain("not-the-password");
        }
        try (PostgresStorageBackend storage = PostgresStorageBackend.builder()
                .connectionString(server.jdbcUrl("no_such_database"))
                .username(server.username())
                .password(server.password())
                .connectionTimeout(Duration.ofSeconds(1))
                .build()) {
            assertThat(failure(storage.get("k")).kind()).isEqualTo(ErrorKind.CONTAINER_NOT_FOUND);
        }
    }

    private PostgresStorageBackend through(ToxicProxy proxy, String parameters) {
        return PostgresStorageBackend.builder()
                .connectionString("jdbc:postgresql://" + proxy.host() + ":" + proxy.port() + "/postgres" + parameters)
                .username(server.username())
                .password(server.password())
                .tableName(table)
                .connectionTimeout(Duration.ofSeconds(2))
                .build();
    }

    private static void write(
            PostgresStorageBackend storage,
            int writer,
            Map<String, Integer> acknowledged,
            Map<String, ErrorKind> failed,
            AtomicBoolean stop) {
        for (int number = 0; !stop.get(); number++) {
            String key = writer + "-" + number;
            try {
                done(storage.set(key, new byte[] {(byte) (number % 100)}));
                acknowledged.put(key, number % 100);
            } catch (ExecutionException refused) {
                failed.put(key, ((ServiceException) Objects.requireNonNull(refused.getCause())).kind());
            } catch (Exception hung) {
                throw new IllegalStateException(hung);
            }
        }
    }

    /** The pool needs a moment to find out which of its connections are dead. */
    private static <T> T eventually(java.util.function.Supplier<CompletableFuture<T>> operation) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                return done(operation.get());
            } catch (ExecutionException refused) {
                assertThat(((ServiceException) Objects.requireNonNull(refused.getCause())).isRetryable())
                        .isTrue();
                assertThat(attempt).isLessThan(20);
            }
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
