package im.zk.storage.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresServerTest {

    @Test
    void answersInTheVersionThatIsPinned() throws SQLException {
        try (Connection connection = TestServers.postgres().connect()) {
            assertThat(one(connection, "SHOW server_version")).startsWith("18.");
            assertThat(one(connection, "SHOW server_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void thatOfTheSystemIsAnother() throws SQLException {
        PostgresServer server = TestServers.systemPostgres();

        assertThat(server.port()).isNotEqualTo(TestServers.postgres().port());
        try (Connection connection = server.connect()) {
            assertThat(one(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void isSharedAndNotForOneTestToStop() {
        PostgresServer server = TestServers.postgres();

        assertThat(TestServers.postgres()).isSameAs(server);
        assertThatIllegalStateException().isThrownBy(server::stop).withMessageContaining("All tests share this server");
    }

    @Test
    void keepsWhatWasCommittedWhenItIsKilled() throws SQLException {
        try (PostgresServer server = TestServers.startPostgres()) {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
                server.stop();
            } catch (SQLException closedByTheEnd) {
                assertThat(closedByTheEnd.getSQLState()).startsWith("08");
            }
            server.start();
            try (Connection connection = server.connect()) {
                assertThat(one(connection, "SELECT answer FROM kept")).isEqualTo("42");
            }
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
