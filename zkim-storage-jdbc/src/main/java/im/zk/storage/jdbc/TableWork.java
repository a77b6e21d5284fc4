package im.zk.storage.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What an operation does with the table. */
@FunctionalInterface
interface TableWork<T> {
    @Nullable T run(Table table, Session session) throws SQLException;
}
