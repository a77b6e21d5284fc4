package im.zk.storage.jdbc;

import im.zk.storage.testservers.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The rows of a table as another program sees them. */
final class Rows implements AutoCloseable {

    private final Connection connection;
    private final String table;

    Rows(PostgresServer server, String table) throws SQLException {
        this.connection = server.connect();
        this.table = table;
    }

    void insert(String key, String value) {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO " + table + " (key, data) VALUES (?, ?)")) {
            statement.setString(1, key);
            statement.setBytes(2, value.getBytes(StandardCharsets.UTF_8));
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Nullable String value(String key) {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT data FROM " + table + " WHERE key = ?")) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new String(row.getBytes(1), StandardCharsets.UTF_8) : null;
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    void delete(String key) {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM " + table + " WHERE key = ?")) {
            statement.setString(1, key);
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
