/** PostgreSQL as a store: {@link im.zk.storage.jdbc.PostgresStorageBackend}. */
@NullMarked
package im.zk.storage.jdbc;

import org.jspecify.annotations.NullMarked;
