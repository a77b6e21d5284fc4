package im.zk.storage.jdbc;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.spi.Namespace;
import im.zk.storage.spi.ObjectNames;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/** Which table a {@link PostgresStorageBackend} keeps its values in, and how it gets there. Immutable. */
public final class PostgresStorageOptions {

    /** The table of the guide's own backend. */
    public static final String DEFAULT_TABLE_NAME = "zkim_files";

    /** The most bytes that a message of the server's protocol holds, less what is beside the value in it. */
    public static final long LARGEST_VALUE_BYTES = (1L << 30) - (8L << 10);

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration SHORTEST = Duration.ofMillis(250);

    final @Nullable ConnectionString connection;
    final @Nullable DataSource dataSource;
    final TableName tableName;
    final Namespace namespace;
    final boolean createTable;
    final boolean widenKeyColumn;
    final boolean truncateOnClear;
    final int maximumPoolSize;
    final Duration connectionTimeout;
    final Duration statementTimeout;
    final long maximumValueBytes;
    final @Nullable Executor executor;

    private PostgresStorageOptions(Builder<?> builder) {
        dataSource = builder.dataSource;
        connection = builder.connectionString == null
                ? null
                : ConnectionString.parse(builder.connectionString)
                        .with(PGProperty.USER, builder.username)
                        .with(PGProperty.PASSWORD, builder.password);
        tableName = TableName.parse(builder.tableName);
        namespace = Namespace.of(builder.prefix, ObjectNames.PATH);
        createTable = builder.createTable;
        widenKeyColumn = builder.widenKeyColumn;
        truncateOnClear = builder.truncateOnClear;
        maximumPoolSize = builder.maximumPoolSize;
        connectionTimeout = builder.connectionTimeout;
        statementTimeout = builder.statementTimeout;
        maximumValueBytes = builder.maximumValueBytes;
        executor = builder.executor;
    }

    /** Starts options; {@link PostgresStorageBackend#builder()} makes the backend at once. */
    public static Builder<PostgresStorageOptions> builder() {
        return new Builder<>(Function.identity());
    }

    /** The server, the table and the prefix, without user and password. */
    @Override
    public String toString() {
        return "PostgresStorageOptions[" + location() + "]";
    }

    String location() {
        String server = connection == null ? "" : connection + ", ";
        String prefix = namespace.prefix().isEmpty() ? "" : ", " + namespace.prefix();
        return server + tableName + prefix;
    }

    /**
     * Collects options. Not thread-safe.
     *
     * @param <T> what {@link #build()} makes
     */
    public static final class Builder<T> {
        private final Function<PostgresStorageOptions, T> result;
        private @Nullable String connectionString;
        private @Nullable DataSource dataSource;
        private @Nullable String username;
        private @Nullable String password;
        private String tableName = DEFAULT_TABLE_NAME;
        private String prefix = "";
        private boolean createTable = true;
        private boolean widenKeyColumn;
        private boolean truncateOnClear;
        private int maximumPoolSize = 10;
        private Duration connectionTimeout = Duration.ofSeconds(10);
        private Duration statementTimeout = Duration.ofSeconds(60);
        private long maximumValueBytes = LARGEST_VALUE_BYTES;
        private @Nullable Executor executor;

        Builder(Function<PostgresStorageOptions, T> result) {
            this.result = result;
        }

        /**
         * Where the database is: {@code jdbc:postgresql://host:5432/database?sslmode=verify-full}, or
         * {@code postgresql://user:password@host/database}. A pool of the backend's own connects to it. Parameters are
         * those of the <a href="https://jdbc.postgresql.org/documentation/use/">PostgreSQL JDBC driver</a>; one that it
         * does not know is refused.
         */
        public Builder<T> connectionString(String connectionString) {
            this.connectionString = Objects.requireNonNull(connectionString, "connectionString");
            return this;
        }

        /** Where connections come from instead; stays open when the backend is closed. */
        public Builder<T> dataSource(DataSource dataSource) {
            this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
            return this;
        }

        /** The user, where the connection string names none. */
        public Builder<T> username(String username) {
            this.username = Objects.requireNonNull(username, "username");
            return this;
        }

        /** The user's password, where the connection string names none. */
        public Builder<T> password(String password) {
            this.password = Objects.requireNonNull(password, "password");
            return this;
        }

        /**
         * The table, {@code [schema.]table} (default {@value #DEFAULT_TABLE_NAME}). Capitals fold to small letters as in
         * SQL, except in double quotes.
         */
        public Builder<T> tableName(String tableName) {
            this.tableName = Objects.requireNonNull(tableName, "tableName");
            return this;
        }

        /** What the keys in the table begin with (default: nothing, the whole table); see {@link Namespace}. */
        public Builder<T> prefix(String prefix) {
            this.prefix = Objects.requireNonNull(prefix, "prefix");
            return this;
        }

        /** Whether a table that is missing is made before the first operation (default true). */
        public Builder<T> createTable(boolean createTable) {
            this.createTable = createTable;
            return this;
        }

        /**
         * Whether a table whose column {@code key} is not {@code TEXT COLLATE "C"}, as one of the guide's own backend, is
         * given one before the first operation (default false). Locks the table until its index is built anew.
         */
        public Builder<T> widenKeyColumn(boolean widenKeyColumn) {
            this.widenKeyColumn = widenKeyColumn;
            return this;
        }

        /**
         * Whether {@code clear} truncates the table, other programs' rows and all (default false); refused with a prefix.
         */
        public Builder<T> truncateOnClear(boolean truncateOnClear) {
            this.truncateOnClear = truncateOnClear;
            return this;
        }

        /** How many connections the backend's own pool has at most (default 10). */
        public Builder<T> maximumPoolSize(int maximumPoolSize) {
            this.maximumPoolSize = maximumPoolSize;
            return this;
        }

        /** How long an operation waits for a connection of the backend's own pool (default 10 seconds). */
        public Builder<T> connectionTimeout(Duration connectionTimeout) {
            this.connectionTimeout = Objects.requireNonNull(connectionTimeout, "connectionTimeout");
            return this;
        }

        /**
         * How long a statement may take (default 60 seconds). The network may be silent for 10 seconds longer, unless the
         * connection has a limit of its own.
         */
        public Builder<T> statementTimeout(Duration statementTimeout) {
            this.statementTimeout = Objects.requireNonNull(statementTimeout, "statementTimeout");
            return this;
        }

        /** The most bytes that a value may have (default {@link #LARGEST_VALUE_BYTES}). */
        public Builder<T> maximumValueBytes(long maximumValueBytes) {
            this.maximumValueBytes = maximumValueBytes;
            return this;
        }

        /** Where blocking work runs; stays open when the backend is closed. The default is one of the backend's own. */
        public Builder<T> executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Checks the options and makes what was asked for, without connecting.
         *
         * @throws ServiceException of kind {@link ErrorKind#INVALID_CONFIG} where one is missing or cannot be used
         */
        public T build() {
            require(
                    (connectionString == null) != (dataSource == null),
                    "needs a connectionString or a dataSource, and not both");
            require(
                    dataSource == null || (username == null && password == null),
                    "takes no username and password with a dataSource, which has them");
            require(maximumPoolSize >= 1, "needs a maximumPoolSize of 1 or more");
            requireTime("connectionTimeout", connectionTimeout);
            requireTime("statementTimeout", statementTimeout);
            require(
                    maximumValueBytes >= 0 && maximumValueBytes <= LARGEST_VALUE_BYTES,
                    "needs a maximumValueBytes of 0 to " + LARGEST_VALUE_BYTES);
            require(
                    !truncateOnClear || prefix.isEmpty(),
                    "cannot truncate the table where it has a prefix, because the other keys are somebody else's");
            return result.apply(new PostgresStorageOptions(this));
        }

        private static void requireTime(String name, Duration time) {
            require(
                    time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0,
                    "needs a " + name + " of " + SHORTEST.toMillis() + " milliseconds to a day");
        }

        private static void require(boolean condition, String need) {
            if (!condition) {
                throw PostgresErrors.invalid("The PostgreSQL storage " + need + ".");
            }
        }
    }
}
