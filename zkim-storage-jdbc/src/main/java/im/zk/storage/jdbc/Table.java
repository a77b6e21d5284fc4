package im.zk.storage.jdbc;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements. A key is found by the column's own equality, which is that of bytes, and so by its index. */
final class Table {

    /** Up to here a value is one cell of an answer even where its bytes come as hexadecimal digits. */
    private static final int SLICE = 8 << 20;

    private final PostgresStorageOptions options;
    private final int maximumKeyCharacters;
    private final String name;
    private final String prefix;
    private final KeyListing listing;

    Table(PostgresStorageOptions options, int maximumKeyCharacters) {
        this.options = options;
        this.maximumKeyCharacters = maximumKeyCharacters;
        this.name = options.tableName.quoted();
        this.prefix = options.namespace.prefix();
        this.listing = new KeyListing(options);
    }

    /** The statements that list its keys. */
    KeyListing listing() {
        return listing;
    }

    void set(Session session, String key, byte[] value) throws SQLException {
        requireFits(key, value);
        String sql = "INSERT INTO " + name + " (key, data, updated_at) VALUES (?, ?, now())" + onConflict();
        try (PreparedStatement statement = session.prepare(sql)) {
            statement.setString(1, prefix + key);
            statement.setBytes(2, session.copy(value));
            statement.executeUpdate();
        }
    }

    /** Sets several in the order of their keys, in which every batch locks, so that no two wait for each other. */
    void set(Session session, List<Map.Entry<String, byte[]>> sorted) throws SQLException {
        if (sorted.size() == 1) {
            set(session, sorted.get(0).getKey(), sorted.get(0).getValue());
            return;
        }
        for (Map.Entry<String, byte[]> each : sorted) {
            requireFits(each.getKey(), each.getValue());
        }
        String sql = "INSERT INTO " + name + " (key, data, updated_at)"
                + " SELECT u.key, u.data, now() FROM unnest(?::text[], ?::bytea[]) AS u(key, data)" + onConflict();
        try (PreparedStatement statement = session.prepare(sql)) {
            statement.setArray(
                    1,
                    session.array(
                            "text",
                            sorted.stream().map(row -> prefix + row.getKey()).toArray(String[]::new)));
            statement.setArray(
                    2,
                    session.array(
                            "bytea", sorted.stream().map(Map.Entry::getValue).toArray(byte[][]::new)));
            statement.executeUpdate();
        }
    }

    byte @Nullable [] get(Session session, String key) throws SQLException {
        long size;
        try (PreparedStatement statement = session.prepareBinary(selectValues("key = ?"))) {
            long atOnce = Session.transfersBinary(statement) ? options.maximumValueBytes : SLICE;
            statement.setLong(1, Math.min(atOnce, options.maximumValueBytes));
            statement.setString(2, prefix + key);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                size = row.getLong(2);
                if (row.wasNull()) {
                    throw TableException.noValue(options.tableName);
                }
                byte[] value = row.getBytes(3);
                if (value != null) {
                    return value;
                }
            }
        }
        if (size > options.maximumValueBytes) {
            throw TableException.valueTooLarge(size, options.maximumValueBytes);
        }
        return session.inTransaction(transaction -> getSlices(transaction, key));
    }

    /** Adds the values of keys; those of more bytes than this are named in the result instead, for {@link #get}. */
    List<String> get(Session session, List<String> keys, long atOnce, List<Map.Entry<String, byte[]>> found)
            throws SQLException {
        List<String> large = new ArrayList<>();
        try (PreparedStatement statement = session.prepareBinary(selectValues("key = ANY (?)"))) {
            statement.setLong(1, atOnce);
            statement.setArray(2, array(session, keys));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String key = rows.getString(1).substring(prefix.length());
                    byte[] value = rows.getBytes(3);
                    if (value == null) {
                        large.add(key);
                    } else {
                        found.add(Map.entry(key, value));
                    }
                }
            }
        }
        return large;
    }

    boolean has(Session session, String key) throws SQLException {
        try (PreparedStatement statement = session.prepare("SELECT 1 FROM " + name + " WHERE key = ?")) {
            statement.setString(1, prefix + key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    void delete(Session session, String key) throws SQLException {
        try (PreparedStatement statement = session.prepare("DELETE FROM " + name + " WHERE key = ?")) {
            statement.setString(1, prefix + key);
            statement.executeUpdate();
        }
    }

    /** Deletes several in one statement, which locks them in the order in which every batch does. */
    void delete(Session session, List<String> keys) throws SQLException {
        if (keys.size() == 1) {
            delete(session, keys.get(0));
            return;
        }
        String sql = "WITH locked AS (SELECT key FROM " + name + " WHERE key = ANY (?) ORDER BY " + KeyListing.C_KEY
                + " FOR UPDATE)" + " DELETE FROM " + name + " AS t USING locked WHERE t.key = locked.key";
        try (PreparedStatement statement = session.prepare(sql)) {
            statement.setArray(1, array(session, keys));
            statement.executeUpdate();
        }
    }

    void truncate(Session session) throws SQLException {
        try (PreparedStatement statement = session.prepare("TRUNCATE TABLE " + name)) {
            statement.execute();
        }
    }

    /** Before anything of them is sent. */
    private void requireFits(String key, byte[] value) throws TableException {
        String stored = prefix + key;
        int characters = stored.codePointCount(0, stored.length());
        if (characters > maximumKeyCharacters) {
            throw TableException.keyTooLong(options.tableName, key, characters, maximumKeyCharacters);
        }
        if (value.length > options.maximumValueBytes) {
            throw TableException.valueTooLarge(value.length, options.maximumValueBytes);
        }
    }

    /** All of one state of the row, though another client replaces it meanwhile. */
    private byte @Nullable [] getSlices(Session session, String key) throws SQLException {
        try (PreparedStatement snapshot =
                session.prepare("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")) {
            snapshot.execute();
        }
        String sql = "SELECT octet_length(data), substring(data FROM ? FOR ?) FROM " + name + " WHERE key = ?";
        byte[] value = new byte[0];
        int read = 0;
        do {
            try (PreparedStatement statement = session.prepare(sql)) {
                statement.setInt(1, read + 1);
                statement.setInt(2, SLICE);
                statement.setString(3, prefix + key);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        return null;
                    }
                    value = read == 0 ? new byte[checkedSize(row)] : value;
                    byte[] slice = row.getBytes(2);
                    System.arraycopy(slice, 0, value, read, slice.length);
                    read += slice.length;
                }
            }
        } while (read < value.length);
        return value;
    }

    private int checkedSize(ResultSet row) throws SQLException {
        long size = row.getLong(1);
        if (row.wasNull()) {
            throw TableException.noValue(options.tableName);
        }
        if (size > options.maximumValueBytes) {
            throw TableException.valueTooLarge(size, options.maximumValueBytes);
        }
        return (int) size;
    }

    private Array array(Session session, List<String> keys) throws SQLException {
        return session.array("text", keys.stream().map(key -> prefix + key).toArray(String[]::new));
    }

    private String selectValues(String condition) {
        return "SELECT key::text, octet_length(data), CASE WHEN octet_length(data) <= ? THEN data END FROM " + name
                + " WHERE " + condition;
    }

    private static String onConflict() {
        return " ON CONFLICT (key) DO UPDATE SET data = EXCLUDED.data, updated_at = EXCLUDED.updated_at";
    }
}
