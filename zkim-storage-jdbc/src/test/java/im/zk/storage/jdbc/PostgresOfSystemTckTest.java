package im.zk.storage.jdbc;

import im.zk.storage.testservers.PostgresServer;
import im.zk.storage.testservers.TestServers;

/** The PostgreSQL that this system has keeps the contract. */
class PostgresOfSystemTckTest extends PostgresTck {

    @Override
    PostgresServer server() {
        return TestServers.systemPostgres();
    }
}
