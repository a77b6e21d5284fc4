package im.zk.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.StorageBackends;
import im.zk.storage.StorageConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Configuration that cannot be used is refused before anything is sent, and shows no secret. */
class BadInputTest {

    private static final String SECRET = "s3cr3t-w0rd";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "a.",
                ".a",
                "a.b.c",
                "a b",
                "1a",
                "a;drop table b",
                "a--",
                "\"",
                "\"\"",
                "\"a",
                "a\"b\"",
                "tabelle_ü",
                "\"a\u0000b\"",
                "a'b"
            })
    void tableNames(String name) {
        assertRefused(builder -> builder.tableName(name), "table name");
    }

    @Test
    void aTableNameThatWouldBeCutOff() {
        assertRefused(builder -> builder.tableName("x".repeat(64)), "63");
        assertThat(TableName.parse("x".repeat(63)).quoted()).hasSize(65);
    }

    @Test
    void tableNamesFoldAsInSql() {
        assertThat(TableName.parse("files").quoted()).isEqualTo("\"files\"");
        assertThat(TableName.parse("App.FILES").quoted()).isEqualTo("\"app\".\"files\"");
        assertThat(TableName.parse("\"App\".\"a\"\".b\"").quoted()).isEqualTo("\"App\".\"a\"\".b\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost/db",
                "jdbc:mysql://localhost/db",
                "http://localhost",
                "jdbc:postgresql://localhost:port/db",
                "jdbc:postgresql://localhost:99999/db",
                "jdbc:postgresql://localhost/db?sslmod=require",
                "jdbc:postgresql://localhost/db?user=a&user=b",
                "postgresql://a:%zz@localhost/db",
                "jdbc:postgresql://localhost/db?connectTimeout=soon",
                "jdbc:postgresql://localhost/a/b/c@d"
            })
    void connectionStrings(String text) {
        assertRefused(builder -> builder.connectionString(text.replace("db", SECRET)), "");
    }

    @Test
    void aConnectionStringWithABareQuestionMarkInItsPasswordLeavesNothingOfItInTheDriversLog() {
        try (DriverLog log = new DriverLog()) {
            for (String text : List.of(
                    "postgresql://user:" + SECRET + "?more@localhost/db",
                    "jdbc:postgresql://user:" + SECRET + "?more@localhost:5432/db",
                    "postgresql://localhost:" + SECRET + "/db")) {
                assertRefused(builder -> builder.connectionString(text), "malformed");
            }
            assertThat(log.text()).doesNotContain(SECRET);
        }
    }

    @Test
    void options() {
        assertRefused(builder -> builder.maximumPoolSize(0), "maximumPoolSize");
        assertRefused(builder -> builder.connectionTimeout(Duration.ZERO), "connectionTimeout");
        assertRefused(builder -> builder.statementTimeout(Duration.ofDays(2)), "statementTimeout");
        assertRefused(builder -> builder.maximumValueBytes(-1), "maximumValueBytes");
        assertRefused(builder -> builder.maximumValueBytes(1L << 30), "maximumValueBytes");
        assertRefused(builder -> builder.prefix("a//b"), "prefix");
        assertRefused(builder -> builder.prefix("a%"), "prefix");
        assertRefused(builder -> builder.prefix("a").truncateOnClear(true), "truncate");
        assertRefused(builder -> builder.dataSource(new PGSimpleDataSource()), "dataSource");
        assertRefused(
                builder -> builder.connectionString("postgresql://u:" + SECRET + "@h/d")
                        .password(SECRET),
                "twice");
        ServiceException nothing = catchThrowableOfType(
                ServiceException.class, () -> PostgresStorageOptions.builder().build());
        assertThat(nothing.kind()).isEqualTo(ErrorKind.INVALID_CONFIG);
    }

    @Test
    void theDriversParametersArriveAndSecretsAreNotShown() {
        ConnectionString parsed = ConnectionString.parse(
                "postgresql://us%40er:p%2Fa+s%25s@h1:1234,h2/my%20db?sslmode=require&ApplicationName=a%20b");
        assertThat(parsed.properties())
                .containsEntry("user", "us@er")
                .containsEntry("password", "p/a+s%s")
                .containsEntry("sslmode", "require")
                .containsEntry("ApplicationName", "a b")
                .containsEntry("PGHOST", "h1,h2")
                .containsEntry("PGPORT", "1234,5432");
        assertThat(parsed.toString()).doesNotContain("p/a").doesNotContain("us@er");
        assertThat(PostgresStorageOptions.builder()
                        .connectionString("jdbc:postgresql://h/d?user=u&password=" + SECRET)
                        .build()
                        .toString())
                .isEqualTo("PostgresStorageOptions[h:5432/d, zkim_files]");
    }

    @Test
    void oneUriIsEnough() {
        String uri =
                "postgresql://user:" + SECRET + "@db.invalid:5433/zkim?sslmode=require&tableName=My.Files&prefix=a%2Fb";
        for (String scheme : new String[] {"postgresql:", "postgres:", "jdbc:postgresql:"}) {
            try (StorageBackend backend = StorageBackends.create(uri.replace("postgresql:", scheme))) {
                assertThat(backend).hasToString("Postgres[db.invalid:5433/zkim, my.files, a/b/]");
            }
        }
    }

    @Test
    void properties() {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "connectionString", "jdbc:postgresql://db.invalid/zkim",
                "tableName", "files",
                "username", "user",
                "password", SECRET,
                "maximumPoolSize", "3",
                "prefix", "p",
                "createTable", "false",
                "connectionTimeoutMillis", "1000",
                "statementTimeoutMillis", "2000",
                "maximumValueBytes", "100"));
        all.put("widenKeyColumn", "true");
        all.put("truncateOnClear", "false");
        try (StorageBackend backend = StorageBackends.create(StorageConfig.of("jdbc", all))) {
            assertThat(backend).hasToString("Postgres[db.invalid:5432/zkim, files, p/]");
        }
        for (Map.Entry<String, String> wrong : Map.of(
                        "maximumPoolSize",
                        "many",
                        "createTable",
                        "yes",
                        "statementTimeoutMillis",
                        "1",
                        "tabelName",
                        "x")
                .entrySet()) {
            Map<String, String> broken = new LinkedHashMap<>(all);
            broken.put(wrong.getKey(), wrong.getValue());
            ServiceException refused = catchThrowableOfType(
                    ServiceException.class, () -> StorageBackends.create(StorageConfig.of("postgres", broken)));
            assertThat(refused.kind()).as(wrong.toString()).isEqualTo(ErrorKind.INVALID_CONFIG);
            assertThat(refused.toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void rangesOfPrefixes() {
        assertThat(KeyRange.ofPrefix("").to()).isNull();
        assertThat(KeyRange.ofPrefix("a/").to()).isEqualTo("a0");
        assertThat(KeyRange.ofPrefix("a\uD7FF").to()).isEqualTo("a\uE000");
        assertThat(KeyRange.ofPrefix("a\uDBFF\uDFFF").to()).isEqualTo("b");
        assertThat(KeyRange.ofPrefix("\uDBFF\uDFFF").to()).isNull();
        assertThat(KeyRange.ofPrefix("m").after("a")).isEqualTo(KeyRange.ofPrefix("m"));
        assertThat(KeyRange.ofPrefix("m").after("mm")).isEqualTo(new KeyRange("mm", false, "n"));
    }

    private static void assertRefused(
            UnaryOperator<PostgresStorageOptions.Builder<PostgresStorageBackend>> change, String says) {
        ServiceException refused = catchThrowableOfType(
                ServiceException.class,
                () -> change.apply(PostgresStorageBackend.builder().connectionString("jdbc:postgresql://localhost/db"))
                        .build()
                        .close());
        assertThat(refused).as("the refusal").isNotNull();
        assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID_CONFIG);
        assertThat(refused).hasMessageContaining(says);
        assertThat(refused.toString()).doesNotContain(SECRET);
    }
}
