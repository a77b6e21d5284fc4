package im.zk.storage.testservers;

/** All servers that this module starts. */
enum Service {
    MINIO,
    CEPH,
    TOXIPROXY;

    /** Starts one. */
    TestServer start() {
        return switch (this) {
            case MINIO -> TestServers.startMinio();
            case CEPH -> TestServers.startCeph();
            case TOXIPROXY -> SharedServer.orVerdict(ToxiproxyServer::launch);
        };
    }
}
