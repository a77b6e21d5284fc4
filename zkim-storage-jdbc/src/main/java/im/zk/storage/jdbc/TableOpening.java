package im.zk.storage.jdbc;

import im.zk.storage.spi.Cancellation;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the table before the first operation, and makes or widens it where that was asked for. Once for all operations;
 * where it fails, the next one tries again.
 */
final class TableOpening {

    /** What CREATE TABLE IF NOT EXISTS fails with where another starter is a moment ahead. */
    private static final Set<String> MADE_BY_ANOTHER = Set.of("23505", "42P07", "42710");

    private static final int ATTEMPTS = 10;
    private static final int VARCHAR_HEADER = 4;

    private static final String LOOK = "SELECT current_setting('server_encoding'), t.oid IS NOT NULL,"
            + " k.atttypid::regtype::text, k.atttypmod, c.collname, c.collisdeterministic, d.atttypid::regtype::text,"
            + " u.attname IS NOT NULL"
            + " FROM (SELECT to_regclass(?)::oid AS oid) t"
            + " LEFT JOIN pg_catalog.pg_attribute k ON k.attrelid = t.oid AND k.attname = 'key' AND NOT k.attisdropped"
            + " LEFT JOIN pg_catalog.pg_collation c ON c.oid = k.attcollation"
            + " LEFT JOIN pg_catalog.pg_attribute d ON d.attrelid = t.oid AND d.attname = 'data' AND NOT d.attisdropped"
            + " LEFT JOIN pg_catalog.pg_attribute u"
            + " ON u.attrelid = t.oid AND u.attname = 'updated_at' AND NOT u.attisdropped";

    private final Sessions sessions;
    private final PostgresStorageOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Table table;

    TableOpening(Sessions sessions, PostgresStorageOptions options) {
        this.sessions = sessions;
        this.options = options;
    }

    /** The table, which is there and as it has to be. */
    Table table(Cancellation cancellation) throws SQLException, InterruptedException {
        Table known = table;
        if (known != null) {
            return known;
        }
        lock.lockInterruptibly();
        try {
            known = table;
            if (known == null) {
                known = Objects.requireNonNull(sessions.call(cancellation, this::open));
                table = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private Table open(Session session) throws SQLException {
        Definition found = look(session);
        requireUtf8(found.encoding);
        for (int attempt = 0; !found.exists && options.createTable && attempt < ATTEMPTS; attempt++) {
            create(session);
            found = look(session);
        }
        if (!found.exists) {
            throw TableException.missing(options.tableName);
        }
        if (options.widenKeyColumn && !found.isWide()) {
            // First, because a table that is somebody else's is to stay as it is.
            requireUsable(found.widened());
            session.executeUnlimited("ALTER TABLE " + options.tableName.quoted()
                    + " ALTER COLUMN key TYPE TEXT COLLATE pg_catalog.\"C\"");
            found = look(session);
        }
        requireUsable(found);
        return new Table(options, found.maximumKeyCharacters);
    }

    /** Twice where another starter made the table in the midst of it: a name is looked up later than the catalog is read. */
    private Definition look(Session session) throws SQLException {
        Definition found = lookOnce(session);
        return found.exists && found.keyType == null ? lookOnce(session) : found;
    }

    private Definition lookOnce(Session session) throws SQLException {
        try (PreparedStatement statement = session.prepare(LOOK)) {
            statement.setString(1, options.tableName.quoted());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                int modifier = row.getInt(4);
                int characters = row.wasNull() || modifier < 0 ? Integer.MAX_VALUE : modifier - VARCHAR_HEADER;
                return new Definition(
                        row.getString(1),
                        row.getBoolean(2),
                        row.getString(3),
                        characters,
                        row.getString(5),
                        row.getBoolean(6),
                        row.getString(7),
                        row.getBoolean(8));
            }
        }
    }

    private void create(Session session) throws SQLException {
        String sql = "CREATE TABLE IF NOT EXISTS " + options.tableName.quoted()
                + " (key TEXT COLLATE pg_catalog.\"C\" PRIMARY KEY, data BYTEA NOT NULL,"
                + " created_at TIMESTAMP DEFAULT NOW(), updated_at TIMESTAMP DEFAULT NOW())";
        try (PreparedStatement statement = session.prepare(sql)) {
            statement.execute();
        } catch (SQLException failure) {
            if (!MADE_BY_ANOTHER.contains(failure.getSQLState())) {
                throw failure;
            }
        }
    }

    private static void requireUtf8(String encoding) throws TableException {
        if (!encoding.equals("UTF8")) {
            throw TableException.unusable("The database has the encoding " + encoding
                    + ", which cannot hold every key. Create one with ENCODING 'UTF8'.");
        }
    }

    private void requireUsable(Definition found) throws TableException {
        String problem = null;
        if (!"text".equals(found.keyType) && !"character varying".equals(found.keyType)) {
            problem = "needs a column key of the type text or varchar, which is " + found.keyType;
        } else if (!"bytea".equals(found.dataType)) {
            problem = "needs a column data of the type bytea, which is " + found.dataType;
        } else if (!found.hasUpdatedAt) {
            problem = "needs a column updated_at of the type timestamp, which is missing";
        } else if (!found.deterministic) {
            problem = "has a column key with the nondeterministic collation " + found.collation
                    + ", in which different keys are equal";
        }
        if (problem != null) {
            throw TableException.unusable("The table " + options.tableName + " " + problem + ".");
        }
    }

    /** What the catalog says of the table. */
    private record Definition(
            String encoding,
            boolean exists,
            @Nullable String keyType,
            int maximumKeyCharacters,
            @Nullable String collation,
            boolean deterministic,
            @Nullable String dataType,
            boolean hasUpdatedAt) {

        boolean isWide() {
            return "text".equals(keyType) && "C".equals(collation);
        }

        /** With any collation that the key has now made deterministic. */
        Definition widened() {
            return new Definition(
                    encoding, exists, keyType, maximumKeyCharacters, collation, true, dataType, hasUpdatedAt);
        }
    }
}
