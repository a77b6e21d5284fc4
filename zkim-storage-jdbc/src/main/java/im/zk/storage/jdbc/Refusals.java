package im.zk.storage.jdbc;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Those of a chunk's rows that the table refuses, found by doing the chunk's statement for its halves where it fails: one
 * row must not keep the others from being stored, read or deleted (rule O7).
 */
final class Refusals<R> {

    /** One statement for some of the rows, all or nothing. */
    @FunctionalInterface
    interface ChunkStatement<R> {
        void run(List<R> rows) throws SQLException;
    }

    private final Map<String, SQLException> byKey = new LinkedHashMap<>();
    private final Function<R, String> keyOf;
    private final ChunkStatement<R> statement;

    Refusals(Function<R, String> keyOf, ChunkStatement<R> statement) {
        this.keyOf = keyOf;
        this.statement = statement;
    }

    /** Does a chunk, and fails with {@link RefusedRowsException} for those of its rows that were refused. */
    void run(List<R> rows) throws SQLException {
        split(rows);
        if (!byKey.isEmpty()) {
            throw new RefusedRowsException(byKey);
        }
    }

    private void split(List<R> rows) throws SQLException {
        try {
            statement.run(rows);
        } catch (SQLException failure) {
            if (!PostgresErrors.isOfRow(failure)) {
                throw failure;
            }
            if (rows.size() == 1) {
                byKey.put(keyOf.apply(rows.get(0)), failure);
                return;
            }
            int half = rows.size() / 2;
            split(rows.subList(0, half));
            split(rows.subList(half, rows.size()));
        }
    }

    /** The rows of a chunk that were refused; the others are done. */
    static final class RefusedRowsException extends SQLException {

        private static final long serialVersionUID = 1L;

        private final transient Map<String, SQLException> byKey;

        RefusedRowsException(Map<String, SQLException> byKey) {
            super("Refused", byKey.values().iterator().next());
            this.byKey = byKey;
        }

        /** Why, by key. */
        Map<String, SQLException> byKey() {
            return byKey;
        }
    }
}
