package im.zk.storage.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is done with a connection. */
@FunctionalInterface
interface SqlWork<T> {
    @Nullable T run(Session session) throws SQLException;
}
