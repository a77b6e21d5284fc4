package im.zk.storage.jdbc;

import im.zk.storage.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** SQL as another program sends it, and backends on tables of their own. */
final class Statements {

    private Statements() {}

    static String newTable(String name) {
        return name + "_" + UUID.randomUUID().toString().substring(0, 8);
    }

    static PostgresStorageOptions.Builder<PostgresStorageBackend> backend(PostgresServer server) {
        return backend(server, "");
    }

    /** With further parameters of the connection. */
    static PostgresStorageOptions.Builder<PostgresStorageBackend> backend(PostgresServer server, String parameters) {
        return PostgresStorageBackend.builder()
                .connectionString(PostgresTck.url(server) + parameters)
                .username(server.username())
                .password(server.password());
    }

    static void execute(PostgresServer server, String... statements) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    /** The table as the guide's sample creates it. */
    static String guideTable(String name) {
        return "CREATE TABLE IF NOT EXISTS " + name + " (key VARCHAR(255) PRIMARY KEY, data BYTEA NOT NULL,"
                + " created_at TIMESTAMP DEFAULT NOW(), updated_at TIMESTAMP DEFAULT NOW())";
    }

    static <T> T done(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }
}
