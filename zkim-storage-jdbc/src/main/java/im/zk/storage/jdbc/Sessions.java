package im.zk.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import im.zk.storage.spi.BackendExecutors;
import im.zk.storage.spi.Cancellation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections, from the user's {@code DataSource} or a pool of our own, one for each operation. */
final class Sessions implements AutoCloseable {

    private static final Duration END_OF_CANCELS = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final @Nullable HikariDataSource own;
    private final Duration statementTimeout;

    /** Where statements are cancelled: the threads of the operations may all be busy with those. */
    private final ExecutorService cancels = BackendExecutors.newExecutor("zkim-postgres-cancel");

    Sessions(PostgresStorageOptions options) {
        own = options.dataSource == null ? OwnPool.open(options) : null;
        dataSource = own == null ? Objects.requireNonNull(options.dataSource) : own;
        statementTimeout = options.statementTimeout;
    }

    /** Does an operation's work with a connection; cancelling it cancels the statement under way on the server. */
    <T> @Nullable T call(Cancellation cancellation, SqlWork<T> work) throws SQLException {
        if (cancellation.isCancelled()) {
            throw new CancellationException();
        }
        try (Connection connection = dataSource.getConnection();
                Session session = new Session(connection, cancellation, statementTimeout)) {
            cancellation.onCancel(() -> cancels.execute(session::cancel));
            return work.run(session);
        } finally {
            // What may follow waits for a connection of its own first.
            cancellation.onCancelInterrupt();
        }
    }

    /** Ends a pool of our own, and waits for statements that are being cancelled. */
    @Override
    public void close() {
        cancels.shutdown();
        try {
            if (!cancels.awaitTermination(END_OF_CANCELS.toMillis(), TimeUnit.MILLISECONDS)) {
                cancels.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            cancels.shutdownNow();
            Thread.currentThread().interrupt();
        }
        if (own != null) {
            own.close();
        }
    }
}
