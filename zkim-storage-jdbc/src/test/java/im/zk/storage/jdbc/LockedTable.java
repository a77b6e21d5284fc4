package im.zk.storage.jdbc;

import im.zk.storage.tck.Stalled;
import im.zk.storage.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A table of its own that another client has locked. */
final class LockedTable {

    private final PostgresServer server;
    private final String name = "locked_" + UUID.randomUUID().toString().replace('-', '_');
    private final Connection holder;

    private LockedTable(PostgresServer server) throws SQLException {
        this.server = server;
        this.holder = server.connect();
    }

    static Stalled open(PostgresServer server) throws SQLException {
        return open(server, builder -> builder);
    }

    static Stalled open(
            PostgresServer server, UnaryOperator<PostgresStorageOptions.Builder<PostgresStorageBackend>> options)
            throws SQLException {
        LockedTable table = new LockedTable(server);
        PostgresStorageBackend backend = options.apply(
                        Statements.backend(server, "?ApplicationName=" + table.name + PostgresTck.PARAMETERS)
                                .tableName(table.name))
                .build();
        backend.has("key").join();
        table.lock();
        return new Stalled(backend, table::waiting, table::release);
    }

    private void lock() throws SQLException {
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("LOCK TABLE " + name + " IN ACCESS EXCLUSIVE MODE");
        }
    }

    /** How many statements of the backend wait on the server. */
    private int waiting() {
        String sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name = ? AND state = 'active'";
        try (Connection connection = server.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void release() {
        try {
            if (!holder.isClosed()) {
                holder.rollback();
                holder.close();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
