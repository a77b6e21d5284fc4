package im.zk.storage.jdbc;

import im.zk.storage.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.UUID;

/**
 * A role to which the server refuses some keys, whether they are there or not. It sees the table through a parent of it, by
 * inheritance: the parent has a row for each refused key, a policy that fails for these keys, and a trigger that lets new
 * rows into the table itself.
 */
final class GuardedKeys {

    private GuardedKeys() {}

    static PostgresStorageBackend open(PostgresServer server, String table, String namespace, Set<String> keys)
            throws SQLException {
        PostgresStorageBackend owner = builder(server, table, namespace)
                .username(server.username())
                .password(server.password())
                .build();
        try (owner) {
            owner.has("key").join();
        }
        String role = "guarded_" + UUID.randomUUID().toString().replace('-', '_');
        String password = UUID.randomUUID().toString();
        try (Connection connection = server.connect()) {
            prepareTable(connection, table);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + password + "'");
                statement.execute(
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + ", guarded_" + table + " TO " + role);
                statement.execute("GRANT SELECT ON guarded_keys TO " + role);
                // By the index, so that no row is looked at that was not asked for.
                statement.execute("ALTER ROLE " + role + " SET enable_seqscan = off");
                statement.execute("ALTER ROLE " + role + " SET enable_bitmapscan = off");
            }
            guard(connection, table, role, namespace, keys);
        }
        return builder(server, "guarded_" + table, namespace)
                .username(role)
                .password(password)
                .maximumValueBytes(16 << 20)
                .build();
    }

    private static void prepareTable(Connection connection, String table) throws SQLException {
        String parent = "guarded_" + table;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS guarded_keys (role NAME, key TEXT, PRIMARY KEY (role, key))");
            statement.execute("CREATE OR REPLACE FUNCTION unguarded(wanted TEXT) RETURNS BOOLEAN LANGUAGE plpgsql AS $$"
                    + " BEGIN IF EXISTS (SELECT FROM guarded_keys WHERE role = current_user AND key = wanted)"
                    + " THEN RAISE EXCEPTION 'this key is guarded' USING ERRCODE = 'insufficient_privilege';"
                    + " END IF; RETURN true; END $$");
            try (ResultSet there = statement.executeQuery("SELECT to_regclass('" + parent + "') IS NOT NULL")) {
                there.next();
                if (there.getBoolean(1)) {
                    return;
                }
            }
            statement.execute("CREATE TABLE " + parent + " (LIKE " + table + " INCLUDING ALL)");
            statement.execute("ALTER TABLE " + table + " INHERIT " + parent);
            statement.execute("CREATE FUNCTION into_" + table + "() RETURNS TRIGGER LANGUAGE plpgsql AS $$"
                    + " BEGIN PERFORM unguarded(NEW.key);"
                    + " INSERT INTO " + table + " (key, data, updated_at) VALUES (NEW.key, NEW.data, NEW.updated_at)"
                    + " ON CONFLICT (key) DO UPDATE SET data = EXCLUDED.data; RETURN NULL; END $$");
            statement.execute("CREATE POLICY guard ON " + parent + " USING (CASE WHEN unguarded(key) THEN tableoid <> '"
                    + parent + "'::regclass END) WITH CHECK (true)");
            statement.execute("ALTER TABLE " + parent + " ENABLE ROW LEVEL SECURITY");
        }
    }

    private static void guard(Connection connection, String table, String role, String namespace, Set<String> keys)
            throws SQLException {
        try (PreparedStatement refusal = connection.prepareStatement("INSERT INTO guarded_keys VALUES (?, ?)");
                PreparedStatement row = connection.prepareStatement(
                        "INSERT INTO guarded_" + table + " (key, data) VALUES (?, '') ON CONFLICT DO NOTHING");
                Statement trigger = connection.createStatement()) {
            connection.setAutoCommit(false);
            trigger.execute("DROP TRIGGER IF EXISTS redirect ON guarded_" + table);
            for (String key : keys) {
                refusal.setString(1, role);
                refusal.setString(2, namespace + "/" + key);
                refusal.executeUpdate();
                row.setString(1, namespace + "/" + key);
                row.executeUpdate();
            }
            trigger.execute("CREATE TRIGGER redirect BEFORE INSERT ON guarded_" + table
                    + " FOR EACH ROW EXECUTE FUNCTION into_" + table + "()");
            connection.commit();
        }
    }

    private static PostgresStorageOptions.Builder<PostgresStorageBackend> builder(
            PostgresServer server, String table, String namespace) {
        return PostgresStorageBackend.builder()
                .connectionString(PostgresTck.url(server) + PostgresTck.PARAMETERS.replaceFirst("&", "?"))
                .tableName(table)
                .prefix(namespace);
    }
}
