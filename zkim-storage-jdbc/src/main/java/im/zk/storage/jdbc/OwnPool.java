package im.zk.storage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** The pool of a backend that was given no {@code DataSource}. It connects when the first operation needs it. */
final class OwnPool {

    private static final Duration LEAK_THRESHOLD = Duration.ofMinutes(10);
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private OwnPool() {}

    static HikariDataSource open(PostgresStorageOptions options) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("zkim-postgres-" + NUMBER.incrementAndGet());
        config.setDataSource(driver(options));
        config.setMaximumPoolSize(options.maximumPoolSize);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        config.setConnectionTimeout(options.connectionTimeout.toMillis());
        config.setLeakDetectionThreshold(LEAK_THRESHOLD.toMillis());
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** A setting of the user's in the connection string goes before the one of here, but for what keeps values secret. */
    private static PGSimpleDataSource driver(PostgresStorageOptions options) {
        Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, "zkim-storage");
        PGProperty.CONNECT_TIMEOUT.set(properties, Math.max(1, (int) options.connectionTimeout.toSeconds()));
        PGProperty.SOCKET_TIMEOUT.set(properties, (int)
                options.statementTimeout.plus(Session.NETWORK_GRACE).toSeconds());
        PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, 5);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        properties.putAll(Objects.requireNonNull(options.connection).properties());
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        for (String name : properties.stringPropertyNames()) {
            try {
                dataSource.setProperty(name, properties.getProperty(name));
            } catch (SQLException | RuntimeException refused) {
                throw PostgresErrors.invalid(
                        "The connection parameter '" + name + "' has a value that cannot be used.");
            }
        }
        return dataSource;
    }
}
