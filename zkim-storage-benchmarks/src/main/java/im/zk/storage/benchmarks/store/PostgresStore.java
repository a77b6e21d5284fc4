package im.zk.storage.benchmarks.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import im.zk.storage.StorageBackend;
import im.zk.storage.benchmarks.contender.OpenDal;
import im.zk.storage.benchmarks.contender.Ours;
import im.zk.storage.benchmarks.contender.PlainJdbc;
import im.zk.storage.jdbc.PostgresStorageBackend;
import im.zk.storage.testservers.PostgresServer;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * A table in PostgreSQL, which flushes what it commits, as it does for a user. Each contender has ten connections, as this library and HikariCP have unless told otherwise.
 */
public final class PostgresStore implements Store {

    private static final String OURS_TABLE = "zkim_benchmark";
    private static final String PEERS_TABLE = "peers_benchmark";
    private static final String OPENDAL_TABLE = "opendal_benchmark";

    private final PostgresServer server;

    PostgresStore(PostgresServer server) {
        this.server = server;
    }

    @Override
    public void prepare() throws SQLException {
        try (HikariDataSource connections = connections()) {
            PlainJdbc.createTable(connections, OPENDAL_TABLE);
        }
    }

    @Override
    public Map<String, String> whereabouts() {
        return Map.of(
                "zkim.test.postgres.endpoint", "postgresql://" + server.host() + ":" + server.port(),
                "zkim.test.postgres.username", server.username(),
                "zkim.test.postgres.password", server.password());
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public URI endpoint() {
        return URI.create("postgresql://" + server.host() + ":" + server.port() + "/postgres");
    }

    @Override
    public List<Offer> offers(URI endpoint) {
        return List.of(
                Offer.ours(() -> new Ours(ours(endpoint, "ours"))),
                Offer.client("JDBC with HikariCP", () -> new PlainJdbc(connections(), PEERS_TABLE)),
                Offer.library("OpenDAL", () -> new OpenDal("postgresql", settings())));
    }

    @Override
    public StorageBackend ours(URI endpoint, String namespace) {
        return PostgresStorageBackend.builder()
                .connectionString("jdbc:" + endpoint)
                .username(server.username())
                .password(server.password())
                .tableName(OURS_TABLE)
                .prefix(namespace)
                .build();
    }

    /** Has no contender's statement end before this connection is closed; the tables must be there. */
    public Connection stall() throws SQLException {
        Connection connection = server.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + String.join(", ", OURS_TABLE, PEERS_TABLE, OPENDAL_TABLE)
                    + " IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    private HikariDataSource connections() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setUsername(server.username());
        config.setPassword(server.password());
        return new HikariDataSource(config);
    }

    private Map<String, String> settings() {
        return Map.of(
                "root", "/",
                "connection_string",
                        "postgresql://" + server.username() + ":" + server.password() + "@" + server.host() + ":"
                                + server.port() + "/postgres",
                "table", OPENDAL_TABLE,
                "key_field", "key",
                "value_field", "data");
    }
}
