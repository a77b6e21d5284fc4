package im.zk.storage.jdbc;

import im.zk.storage.KeyPage;
import im.zk.storage.KeyQuery;
import im.zk.storage.spi.Keys;
import im.zk.storage.spi.Pages;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements that list keys: in the order of the collation {@code C}, whatever that of the column is, which only a column
 * of that collation has an index for.
 */
final class KeyListing {

    /** The column as keys are ordered by it. */
    static final String C_KEY = "key COLLATE pg_catalog.\"C\"";

    /** How many keys are fetched at a time. */
    private static final int FETCHED_KEYS = 10_000;

    private final String name;
    private final String prefix;

    KeyListing(PostgresStorageOptions options) {
        this.name = options.tableName.quoted();
        this.prefix = options.namespace.prefix();
    }

    /** Where the keys with a prefix are, or those of them after a key. */
    KeyRange range(String keyPrefix, @Nullable String after) {
        KeyRange all = KeyRange.ofPrefix(prefix + keyPrefix);
        return after == null ? all : all.after(prefix + after);
    }

    /** A page of the keys with a query's prefix, after a key. */
    KeyPage page(Session session, KeyQuery query, @Nullable String after) throws SQLException {
        List<String> keys = new ArrayList<>();
        KeyRange range = range(query.prefix(), after);
        while (keys.size() <= query.limit()) {
            int missing = query.limit() + 1 - keys.size();
            List<String> stored = stored(session, range, missing);
            keys.addAll(ownKeys(stored));
            if (stored.size() < missing) {
                break;
            }
            range = range.after(stored.get(stored.size() - 1));
        }
        return Pages.page(keys, query);
    }

    /** The next texts of a range, prefix included: somebody else's may be among them. */
    List<String> stored(Session session, KeyRange range, int limit) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = session.prepare(selectKeys(range) + " LIMIT ?")) {
            int parameters = setRange(statement, range);
            statement.setInt(parameters + 1, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
        }
        return texts;
    }

    /** All keys in one statement, so many rows in memory at a time. */
    List<String> keys(Session session) throws SQLException {
        KeyRange range = KeyRange.ofPrefix(prefix);
        List<String> keys = new ArrayList<>();
        session.inTransaction(transaction -> {
            try (PreparedStatement statement = transaction.prepare(selectKeys(range))) {
                statement.setFetchSize(FETCHED_KEYS);
                setRange(statement, range);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        keys.addAll(ownKeys(List.of(rows.getString(1))));
                    }
                }
            }
            return null;
        });
        return keys;
    }

    /** The keys of texts in our namespace, without those that are somebody else's. */
    List<String> ownKeys(List<String> stored) {
        return stored.stream()
                .map(text -> text.substring(prefix.length()))
                .filter(key -> Keys.violation(key) == null)
                .toList();
    }

    private String selectKeys(KeyRange range) {
        return "SELECT key::text FROM " + name + " WHERE " + C_KEY + (range.inclusive() ? " >= ?" : " > ?")
                + (range.to() == null ? "" : " AND " + C_KEY + " < ?") + " ORDER BY " + C_KEY;
    }

    private static int setRange(PreparedStatement statement, KeyRange range) throws SQLException {
        statement.setString(1, range.from());
        if (range.to() == null) {
            return 1;
        }
        statement.setString(2, range.to());
        return 2;
    }
}
