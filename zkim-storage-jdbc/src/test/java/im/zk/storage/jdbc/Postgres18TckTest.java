package im.zk.storage.jdbc;

import im.zk.storage.testservers.PostgresServer;
import im.zk.storage.testservers.TestServers;

/** The newest PostgreSQL keeps the contract. */
class Postgres18TckTest extends PostgresTck {

    @Override
    PostgresServer server() {
        return TestServers.postgres();
    }
}
