package im.zk.storage.benchmarks.contender;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** JDBC on a HikariCP pool, with the statements and the table of the integration guide. */
public final class PlainJdbc extends BlockingContender {

    private final HikariDataSource connections;
    private final String table;

    /** A pool, which ends with the contender, and a table, which is made where it is missing. */
    public PlainJdbc(HikariDataSource connections, String table) throws SQLException {
        this.connections = connections;
        this.table = table;
        createTable(connections, table);
    }

    /** Makes a table where it is missing. */
    public static void createTable(HikariDataSource connections, String table) throws SQLException {
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = connection.prepareStatement("CREATE TABLE IF NOT EXISTS " + table
                        + " (key VARCHAR(255) PRIMARY KEY, data BYTEA NOT NULL, created_at TIMESTAMP DEFAULT NOW(),"
                        + " updated_at TIMESTAMP DEFAULT NOW())")) {
            statement.execute();
        }
    }

    @Override
    protected void put(String key, byte[] value) throws SQLException {
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO " + table
                        + " (key, data, updated_at) VALUES (?, ?, NOW())"
                        + " ON CONFLICT (key) DO UPDATE SET data = EXCLUDED.data, updated_at = NOW()")) {
            statement.setString(1, key);
            statement.setBytes(2, value);
            statement.executeUpdate();
        }
    }

    @Override
    protected byte @Nullable [] read(String key) throws SQLException {
        try (Connection connection = connections.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT data FROM " + table + " WHERE key = ?")) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getBytes(1) : null;
            }
        }
    }

    @Override
    protected boolean exists(String key) throws SQLException {
        try (Connection connection = connections.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT 1 FROM " + table + " WHERE key = ? LIMIT 1")) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    @Override
    protected void remove(String key) throws SQLException {
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = connection.prepareStatement("DELETE FROM " + table + " WHERE key = ?")) {
            statement.setString(1, key);
            statement.executeUpdate();
        }
    }

    @Override
    protected void closeClient() {
        connections.close();
    }
}
