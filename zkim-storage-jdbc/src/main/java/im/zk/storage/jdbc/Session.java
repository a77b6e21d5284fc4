package im.zk.storage.jdbc;

import im.zk.storage.spi.Cancellation;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * A connection for the length of one operation: each statement commits by itself and has a timeout, and another thread may
 * end it. Closing gives the connection back as it came.
 */
final class Session implements AutoCloseable {

    /** How long a network may stay silent beyond the time that a statement has. */
    static final Duration NETWORK_GRACE = Duration.ofSeconds(10);

    /** How long the server may take to end a cancelled statement before its connection is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long BETWEEN_ATTEMPTS_MILLIS = 50;

    private final Connection connection;
    private final Cancellation cancellation;
    private final Duration statementTimeout;
    private final boolean autoCommit;
    private final int networkTimeout;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Statement current;

    Session(Connection connection, Cancellation cancellation, Duration statementTimeout) throws SQLException {
        this.connection = connection;
        this.cancellation = cancellation;
        this.statementTimeout = statementTimeout;
        this.autoCommit = connection.getAutoCommit();
        this.networkTimeout = connection.getNetworkTimeout();
        if (!autoCommit) {
            connection.setAutoCommit(true);
        }
        if (networkTimeout == 0) {
            setNetworkTimeout((int) statementTimeout.plus(NETWORK_GRACE).toMillis());
        }
    }

    /** Prepares a statement, unless the operation was cancelled. */
    PreparedStatement prepare(String sql) throws SQLException {
        requireWanted();
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout((int) Math.max(1, statementTimeout.toSeconds()));
        current = statement;
        return statement;
    }

    /** Prepares a query whose values come as bytes; as hexadecimal digits they would be twice as large. */
    PreparedStatement prepareBinary(String sql) throws SQLException {
        PreparedStatement statement = prepare(sql);
        if (transfersBinary(statement)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
        }
        return statement;
    }

    /** Whether {@link #prepareBinary} does what it says: not where the user forbade prepared statements on the server. */
    static boolean transfersBinary(Statement statement) throws SQLException {
        return statement.isWrapperFor(PGStatement.class)
                && statement.unwrap(PGStatement.class).getPrepareThreshold() != 0;
    }

    /** Runs a statement that may take as long as it needs. */
    void executeUnlimited(String sql) throws SQLException {
        int timeout = connection.getNetworkTimeout();
        setNetworkTimeout(0);
        try (PreparedStatement statement = prepare(sql)) {
            statement.setQueryTimeout(0);
            statement.execute();
        } finally {
            if (!connection.isClosed()) {
                setNetworkTimeout(timeout);
            }
        }
    }

    /** Runs several statements in one transaction, which is rolled back where they fail. */
    <T> @Nullable T inTransaction(SqlWork<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            @Nullable T result = work.run(this);
            connection.commit();
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException | RuntimeException | Error failure) {
            rollBack(failure);
            throw failure;
        }
    }

    /** The array of SQL for an element type, which holds copies of the elements. */
    Array array(String type, Object[] elements) throws SQLException {
        Array array = connection.createArrayOf(type, elements);
        requireWanted();
        return array;
    }

    /**
     * A copy of a value for the driver, which reads it for as long as it sends; the caller has its own back as soon as the
     * operation is cancelled.
     */
    byte[] copy(byte[] value) {
        byte[] copy = value.clone();
        requireWanted();
        return copy;
    }

    private void requireWanted() {
        if (cancellation.isCancelled()) {
            throw new CancellationException();
        }
    }

    /** Ends the statement under way on the server, or else the connection. Blocks, so it has a thread of its own. */
    void cancel() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            do {
                cancelQuery();
                if (ended.await(BETWEEN_ATTEMPTS_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } while (System.nanoTime() - deadline < 0);
            abort();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws SQLException {
        synchronized (this) {
            ended.countDown();
        }
        if (connection.isClosed()) {
            return;
        }
        if (networkTimeout == 0) {
            setNetworkTimeout(0);
        }
        if (!autoCommit) {
            connection.setAutoCommit(false);
        }
    }

    /**
     * Under the lock, so that the connection is never that of the next operation. Not by {@link Statement#cancel()}: the
     * driver's does nothing while a statement is prepared, or rows are fetched, which may wait for a lock too.
     */
    private synchronized void cancelQuery() {
        try {
            if (ended.getCount() > 0 && current != null) {
                connection.unwrap(PGConnection.class).cancelQuery();
            }
        } catch (SQLException unreachable) {
            // No second connection could be had: another attempt is made, and then the first one is given up.
        }
    }

    private synchronized void abort() {
        try {
            if (ended.getCount() > 0) {
                connection.abort(Runnable::run);
            }
        } catch (SQLException broken) {
            // Then the statement under way on it fails without our help.
        }
    }

    private void rollBack(Throwable failure) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException further) {
            failure.addSuppressed(further);
        }
    }

    private void setNetworkTimeout(int millis) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, millis);
    }
}
