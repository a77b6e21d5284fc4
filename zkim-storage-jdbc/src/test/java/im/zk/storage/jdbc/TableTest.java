package im.zk.storage.jdbc;

import static im.zk.storage.jdbc.Statements.backend;
import static im.zk.storage.jdbc.Statements.done;
import static im.zk.storage.jdbc.Statements.execute;
import static im.zk.storage.jdbc.Statements.newTable;
import static im.zk.storage.jdbc.Statements.query;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.testservers.PostgresServer;
import im.zk.storage.testservers.TestServers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** The table: the guide's, ours, somebody else's, and none. */
class TableTest {

    private static final byte[] VALUE = {1, 2, 3};

    private final PostgresServer server = TestServers.postgres();
    private final String table = newTable("table");

    @Test
    void oursHasTheGuidesColumnsAndAKeyForEveryKey() throws Exception {
        try (PostgresStorageBackend storage = backend(server).tableName(table).build()) {
            done(storage.set("k", VALUE));
        }
        assertThat(query(
                        server,
                        "SELECT string_agg(column_name || ' ' || data_type || ' ' || coalesce(collation_name, '-') || ' '"
                                + " || is_nullable || ' ' || coalesce(column_default, '-'), ', ' ORDER BY ordinal_position)"
                                + " FROM information_schema.columns WHERE table_name = '" + table + "'"))
                .isEqualTo("key text C NO -, data bytea - NO -, created_at timestamp without time zone - YES now(),"
                        + " updated_at timestamp without time zone - YES now()");
        execute(server, Statements.guideTable(table));
    }

    @Test
    void whatTheGuidesSampleWroteIsFoundAndOursIsFoundByIt() throws Exception {
        execute(
                server,
                Statements.guideTable(table),
                "INSERT INTO " + table + " (key, data, updated_at) VALUES ('théirs', '\\x070809', NOW())"
                        + " ON CONFLICT (key) DO UPDATE SET data = '\\x070809', updated_at = NOW()");
        try (PostgresStorageBackend storage = backend(server).tableName(table).build()) {
            assertThat(done(storage.get("théirs"))).containsExactly(7, 8, 9);
            done(storage.set("ours", VALUE));
            done(storage.setBatch(Map.of("a", VALUE, "B", VALUE)));
            assertThat(done(storage.keys())).containsExactly("B", "a", "ours", "théirs");
            assertThat(done(storage.listKeys(KeyQuery.all().withLimit(2))).keys())
                    .containsExactly("B", "a");
        }
        assertThat(query(server, "SELECT encode(data, 'hex') FROM " + table + " WHERE key = 'ours'"))
                .isEqualTo("010203");
        assertThat(query(
                        server,
                        "SELECT data_type FROM information_schema.columns WHERE column_name = 'key'"
                                + " AND table_name = '" + table + "'"))
                .isEqualTo("character varying");
    }

    @Test
    void everyReplacementSetsUpdatedAtAndKeepsCreatedAt() throws Exception {
        execute(server, Statements.guideTable(table));
        try (PostgresStorageBackend storage = backend(server).tableName(table).build()) {
            done(storage.setBatch(Map.of("one", VALUE, "two", VALUE)));
            execute(server, "UPDATE " + table + " SET created_at = 'epoch', updated_at = 'epoch'");
            done(storage.set("one", VALUE));
            done(storage.setBatch(Map.of("two", VALUE, "three", VALUE)));
        }
        assertThat(query(
                        server,
                        "SELECT count(*) FROM " + table + " WHERE key IN ('one', 'two')"
                                + " AND created_at = 'epoch' AND updated_at > 'epoch'"))
                .isEqualTo("2");
    }

    @Test
    void aKeyThatDoesNotFitTheGuidesColumnIsRefusedUntilItIsWidened() throws Exception {
        execute(server, Statements.guideTable(table));
        String fits = "é".repeat(255);
        String longer = "x".repeat(256);
        Map<String, byte[]> batch = new LinkedHashMap<>(Map.of("a", VALUE, longer, VALUE, "z", VALUE));
        try (PostgresStorageBackend storage = backend(server).tableName(table).build()) {
            done(storage.set(fits, VALUE));
            ServiceException refused = failure(storage.set(longer, VALUE));
            assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID_KEY);
            assertThat(refused)
                    .hasMessageContaining("256 characters")
                    .hasMessageContaining("holds 255")
                    .hasMessageContaining("widenKeyColumn");
            assertThat(done(storage.get(longer))).isNull();
            assertThat(done(storage.has(longer))).isFalse();
            done(storage.delete(longer));
            assertThat(failure(storage.setBatch(batch)).details())
                    .containsEntry(ServiceException.FAILED_KEYS, List.of(longer));
            assertThat(done(storage.keys())).containsExactly("a", "z", fits);
        }
        try (PostgresStorageBackend storage =
                backend(server).tableName(table).widenKeyColumn(true).build()) {
            done(storage.setBatch(batch));
            assertThat(done(storage.keys())).containsExactly("a", longer, "z", fits);
        }
        assertThat(query(
                        server,
                        "SELECT collation_name FROM information_schema.columns WHERE column_name = 'key'"
                                + " AND table_name = '" + table + "'"))
                .isEqualTo("C");
    }

    @Test
    void aMissingTableIsAnErrorWhereItIsNotToBeCreated() throws Exception {
        try (PostgresStorageBackend storage =
                backend(server).tableName(table).createTable(false).build()) {
            assertThat(failure(storage.get("k")).kind()).isEqualTo(ErrorKind.CONTAINER_NOT_FOUND);
            assertThat(failure(storage.set("k", VALUE))).hasMessageContaining(table);
            execute(server, Statements.guideTable(table));
            done(storage.set("k", VALUE));
            execute(server, "DROP TABLE " + table);
            assertThat(failure(storage.get("k")).kind()).isEqualTo(ErrorKind.CONTAINER_NOT_FOUND);
        }
        try (PostgresStorageBackend storage = backend(server)
                .tableName("no_such_schema." + table)
                .createTable(false)
                .build()) {
            assertThat(failure(storage.get("k")).kind()).isEqualTo(ErrorKind.CONTAINER_NOT_FOUND);
        }
        try (PostgresStorageBackend storage =
                backend(server).tableName("no_such_schema." + table).build()) {
            assertThat(failure(storage.get("k")).kind()).isEqualTo(ErrorKind.CONTAINER_NOT_FOUND);
        }
    }

    @Test
    void tenStartersMayCreateItAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            String fresh = newTable("raced");
            List<PostgresStorageBackend> starters = new ArrayList<>();
            List<CompletableFuture<?>> sets = new ArrayList<>();
            try {
                for (int starter = 0; starter < 10; starter++) {
                    starters.add(backend(server).tableName(fresh).build());
                }
                for (int starter = 0; starter < 10; starter++) {
                    sets.add(starters.get(starter).set("key-" + starter, VALUE));
                }
                for (CompletableFuture<?> each : sets) {
                    done(each);
                }
                assertThat(done(starters.get(0).keys())).hasSize(10);
            } finally {
                starters.forEach(PostgresStorageBackend::close);
            }
        }
    }

    @Test
    void namesAreFoldedAsInSqlAndNeverPasted() throws Exception {
        String schema = newTable("Schema");
        String evil = "\"" + table + "\"\"; DROP TABLE x; --\"";
        execute(server, "CREATE SCHEMA \"" + schema + "\"");
        for (String name : List.of(
                "\"" + schema + "\"." + table.toUpperCase(java.util.Locale.ROOT),
                evil,
                "\"" + schema + "\".\"Ünïcode Name.x\"")) {
            try (PostgresStorageBackend storage =
                    backend(server).tableName(name).build()) {
                done(storage.set("k", VALUE));
                done(storage.setBatch(Map.of("a", VALUE, "b", VALUE)));
                assertThat(done(storage.keys())).containsExactly("a", "b", "k");
                done(storage.deleteBatch(List.of("a", "b")));
                done(storage.clear());
            }
        }
        assertThat(query(server, "SELECT count(*) FROM \"" + schema + "\"." + table))
                .isEqualTo("0");
    }

    @Test
    void wildcardsInAPrefixStandForThemselves() throws Exception {
        try (PostgresStorageBackend whole = backend(server).tableName(table).build();
                PostgresStorageBackend wild =
                        backend(server).tableName(table).prefix("a_b").build()) {
            done(whole.setBatch(Map.of("axb/1", VALUE, "a_b/1", VALUE, "a_b", VALUE, "a_b0", VALUE, "A_B/1", VALUE)));
            assertThat(done(wild.keys())).containsExactly("1");
            done(wild.clear());
            assertThat(done(whole.keys())).containsExactly("A_B/1", "a_b", "a_b0", "axb/1");
        }
    }

    @Test
    void clearTruncatesOnlyWhenAskedTo() throws Exception {
        try (PostgresStorageBackend careful = backend(server).tableName(table).build();
                PostgresStorageBackend truncating =
                        backend(server).tableName(table).truncateOnClear(true).build()) {
            done(careful.set("k", VALUE));
            execute(server, "INSERT INTO " + table + " (key, data) VALUES (E'not\\tours', '')");
            done(careful.clear());
            assertThat(query(server, "SELECT count(*) FROM " + table)).isEqualTo("1");
            done(truncating.clear());
            assertThat(query(server, "SELECT count(*) FROM " + table)).isEqualTo("0");
        }
    }

    @Test
    void aDatabaseOfAnotherEncodingIsRefused() throws Exception {
        for (String encoding : List.of("LATIN1", "SQL_ASCII")) {
            String database = newTable("encoded");
            execute(
                    server,
                    "CREATE DATABASE " + database + " ENCODING '" + encoding + "' LOCALE 'C' TEMPLATE template0");
            try (PostgresStorageBackend storage = PostgresStorageBackend.builder()
                    .connectionString(server.jdbcUrl(database))
                    .username(server.username())
                    .password(server.password())
                    .build()) {
                ServiceException refused = failure(storage.set("é", VALUE));
                assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID_CONFIG);
                assertThat(refused).hasMessageContaining(encoding).hasMessageContaining("UTF8");
            }
        }
    }

    @Test
    void aTableThatCannotHoldKeysOrValuesIsRefused() throws Exception {
        execute(
                server,
                "CREATE COLLATION IF NOT EXISTS loose (provider = icu, locale = 'und-u-ks-level2',"
                        + " deterministic = false)");
        for (String columns : List.of(
                "key INTEGER PRIMARY KEY, data BYTEA, updated_at TIMESTAMP",
                "key CHAR(20) PRIMARY KEY, data BYTEA, updated_at TIMESTAMP",
                "key TEXT PRIMARY KEY, data TEXT, updated_at TIMESTAMP",
                "key TEXT PRIMARY KEY, data BYTEA",
                "id TEXT PRIMARY KEY, data BYTEA, updated_at TIMESTAMP",
                "key TEXT COLLATE loose PRIMARY KEY, data BYTEA, updated_at TIMESTAMP",
                "key TEXT, data BYTEA, updated_at TIMESTAMP")) {
            String other = newTable("other");
            execute(server, "CREATE TABLE " + other + " (" + columns + ")");
            try (PostgresStorageBackend storage =
                    backend(server).tableName(other).build()) {
                assertThat(failure(storage.set("k", VALUE)).kind()).as(columns).isEqualTo(ErrorKind.INVALID_CONFIG);
            }
        }
    }

    @Test
    void aTableThatCouldNotBeUsedEvenIfItWereWidenedIsLeftAsItIs() throws Exception {
        for (String columns : List.of(
                "key INTEGER PRIMARY KEY, data BYTEA, updated_at TIMESTAMP",
                "key CHAR(20) PRIMARY KEY, data BYTEA, updated_at TIMESTAMP",
                "key VARCHAR(20) PRIMARY KEY, name TEXT")) {
            String other = newTable("other");
            execute(server, "CREATE TABLE " + other + " (" + columns + ")");
            String typeOfKey = "SELECT atttypid::regtype FROM pg_attribute WHERE attname = 'key' AND attrelid = '"
                    + other + "'::regclass";
            String before = query(server, typeOfKey);
            try (PostgresStorageBackend storage =
                    backend(server).tableName(other).widenKeyColumn(true).build()) {
                assertThat(failure(storage.set("k", VALUE)).kind()).as(columns).isEqualTo(ErrorKind.INVALID_CONFIG);
            }
            assertThat(query(server, typeOfKey)).isEqualTo(before);
        }
    }

    @Test
    void aRowWithoutAValueIsNotAMissingKey() throws Exception {
        try (PostgresStorageBackend storage = backend(server).tableName(table).build()) {
            done(storage.setBatch(Map.of("k", VALUE, "other", VALUE)));
            execute(
                    server,
                    "ALTER TABLE " + table + " ALTER COLUMN data DROP NOT NULL",
                    "UPDATE " + table + " SET data = NULL WHERE key = 'k'");
            assertThat(failure(storage.get("k")).kind()).isEqualTo(ErrorKind.CORRUPTED);
            assertThat(failure(storage.getBatch(List.of("k", "other"))).details())
                    .containsEntry(ServiceException.FAILED_KEYS, List.of("k"));
        }
    }

    @Test
    void orderAndEqualityAreThoseOfBytesWhateverTheCollation() throws Exception {
        execute(
                server,
                "CREATE TABLE " + table + " (key TEXT COLLATE \"en-x-icu\" PRIMARY KEY, data BYTEA NOT NULL,"
                        + " created_at TIMESTAMP DEFAULT NOW(), updated_at TIMESTAMP DEFAULT NOW())");
        try (PostgresStorageBackend storage = backend(server).tableName(table).build()) {
            List<String> keys = List.of("B", "Z", "_", "a", "a-b", "ab", "z", "é", "e\u0301", "\uFF5E", "\uD83D\uDE00");
            for (String key : keys) {
                done(storage.set(key, VALUE));
            }
            List<String> ordered =
                    keys.stream().sorted(im.zk.storage.spi.Keys.UTF8_ORDER).toList();
            assertThat(done(storage.keys())).containsExactlyElementsOf(ordered);
            List<String> listed = new ArrayList<>();
            KeyQuery query = KeyQuery.all().withLimit(3);
            for (String token = ""; token != null; query = query.withToken(token)) {
                var page = done(storage.listKeys(query));
                listed.addAll(page.keys());
                token = page.nextToken();
            }
            assertThat(listed).containsExactlyElementsOf(ordered);
            done(storage.clear());
            assertThat(done(storage.keys())).isEmpty();
        }
    }

    static ServiceException failure(CompletableFuture<?> future) throws Exception {
        try {
            Object value = done(future);
            throw new AssertionError("It succeeded with " + value + ", but was to fail");
        } catch (ExecutionException failed) {
            return (ServiceException) Objects.requireNonNull(failed.getCause());
        }
    }
}
