package im.zk.storage.testservers;

/** All servers that this module starts. */
enum Service {
    MINIO,
    CEPH,
    AZURITE,
    FAKE_GCS,
    POSTGRES,
    TOXIPROXY;

    /** Starts one. */
    TestServer start() {
        return switch (this) {
            case MINIO -> TestServers.startMinio();
            case CEPH -> TestServers.startCeph();
            case AZURITE -> TestServers.startAzurite();
            case FAKE_GCS -> TestServers.startFakeGcs();
            case POSTGRES -> TestServers.startPostgres();
            case TOXIPROXY -> SharedServer.orVerdict(ToxiproxyServer::launch);
        };
    }
}
