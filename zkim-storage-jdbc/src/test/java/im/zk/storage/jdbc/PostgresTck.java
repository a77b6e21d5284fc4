package im.zk.storage.jdbc;

import im.zk.storage.StorageBackend;
import im.zk.storage.tck.ForeignObjects;
import im.zk.storage.tck.Stalled;
import im.zk.storage.tck.StorageBackendTck;
import im.zk.storage.testservers.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;

/** The contract, on a server that the subclass names. */
abstract class PostgresTck extends StorageBackendTck {

    /** Further parameters of the connections, such as {@code &prepareThreshold=0} for a run behind PgBouncer. */
    static final String PARAMETERS = System.getProperty("zkim.test.postgres.parameters", "");

    /** Host and port of a PgBouncer in front of the server, through which the backends go. */
    private static final String POOLER = System.getProperty("zkim.test.postgres.pooler", "");

    private static final int MAXIMUM_BYTES = 16 << 20;

    abstract PostgresServer server();

    /** The table of all namespaces. */
    String table() {
        return "tck_files";
    }

    @Override
    protected StorageBackend open(String namespace) {
        return builder(namespace).build();
    }

    @Override
    protected Optional<StorageBackend> openWithoutContainer() {
        return Optional.of(
                builder("any").tableName("tck_missing").createTable(false).build());
    }

    @Override
    protected Optional<StorageBackend> openWith(String namespace, ExecutorService executor) {
        return Optional.of(builder(namespace).executor(executor).build());
    }

    /** A table that somebody else has locked: every statement on it arrives at the server, and waits. */
    @Override
    protected Optional<Stalled> openStalled() throws SQLException {
        return Optional.of(LockedTable.open(server()));
    }

    @Override
    protected Optional<StorageBackend> openFailing(String namespace, Set<String> keys) throws SQLException {
        return Optional.of(GuardedKeys.open(server(), table(), namespace, keys));
    }

    /** Rows whose keys are illegal, in the namespace, and rows beside it. */
    @Override
    protected Optional<ForeignObjects> plantForeign(String namespace) throws SQLException {
        open(namespace).has("key").join();
        Set<String> names = Set.of(
                namespace + "/",
                namespace + "/a\u0001b",
                namespace + "/x/../y",
                namespace + "/\uFFFE",
                namespace + "/" + "x".repeat(769),
                namespace,
                namespace + "0",
                namespace.substring(1) + "/a");
        try (Rows rows = new Rows(server(), table())) {
            for (String name : names) {
                rows.insert(name, "foreign");
            }
        }
        return Optional.of(new ForeignObjects(
                names,
                () -> {
                    try (Rows rows = new Rows(server(), table())) {
                        Set<String> remaining = new TreeSet<>(names);
                        remaining.removeIf(name -> !"foreign".equals(rows.value(name)));
                        return remaining;
                    }
                },
                () -> {
                    try (Rows rows = new Rows(server(), table())) {
                        names.forEach(rows::delete);
                    }
                }));
    }

    @Override
    protected OptionalLong maximumValueBytes() {
        return OptionalLong.of(MAXIMUM_BYTES);
    }

    @Override
    protected Collection<String> secrets() {
        String password = server().password();
        return List.of(password, Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8)));
    }

    /** Where backends connect. */
    static String url(PostgresServer server) {
        return POOLER.isEmpty() ? server.jdbcUrl() : "jdbc:postgresql://" + POOLER + "/postgres";
    }

    private PostgresStorageOptions.Builder<PostgresStorageBackend> builder(String namespace) {
        return PostgresStorageBackend.builder()
                .connectionString(url(server()) + "?password=" + server().password() + PARAMETERS)
                .username(server().username())
                .tableName(table())
                .prefix(namespace)
                .maximumValueBytes(MAXIMUM_BYTES);
    }
}
