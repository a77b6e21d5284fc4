package im.zk.storage.testservers;

/**
 * The one place to ask for a server. Each server that is shared starts when it is first asked for and ends with the JVM;
 * one that a test starts for itself may be stopped, started again and closed.
 *
 * <p>Where a server cannot be had the test is skipped with a message that says what is missing and how to get it; with
 * {@code CI=true} in the environment it fails.
 */
public final class TestServers {

    private static final SharedServer<MinioServer> MINIO = new SharedServer<>(MinioServer::find);
    private static final SharedServer<CephServer> CEPH = new SharedServer<>(CephServer::find);
    private static final SharedServer<AzuriteServer> AZURITE = new SharedServer<>(AzuriteServer::find);
    private static final SharedServer<FakeGcsServer> FAKE_GCS = new SharedServer<>(FakeGcsServer::find);
    private static final SharedServer<IpfsServer> IPFS = new SharedServer<>(IpfsServer::find);
    private static final SharedServer<ToxiproxyServer> TOXIPROXY = new SharedServer<>(ToxiproxyServer::find);
    private static final SharedServer<PostgresServer> POSTGRES = new SharedServer<>(PostgresServer::find);
    private static final SharedServer<PostgresServer> FLUSHING_POSTGRES =
            new SharedServer<>(PostgresServer::findFlushing);
    private static final SharedServer<PostgresServer> SYSTEM_POSTGRES =
            new SharedServer<>(PostgresServer::launchOfSystem);

    private TestServers() {}

    /** The MinIO of all tests, or the S3 service at {@code zkim.test.s3.endpoint}. */
    public static MinioServer minio() {
        return MINIO.get();
    }

    /** A MinIO of the caller's own. */
    public static MinioServer startMinio() {
        return SharedServer.orVerdict(MinioServer::launch);
    }

    /** The Ceph of all tests, or the one at {@code zkim.test.ceph.endpoint}. */
    public static CephServer ceph() {
        return CEPH.get();
    }

    /** A Ceph of the caller's own. */
    public static CephServer startCeph() {
        return SharedServer.orVerdict(CephServer::launch);
    }

    /** The Azurite of all tests, or the storage account at {@code zkim.test.azure.endpoint}. */
    public static AzuriteServer azurite() {
        return AZURITE.get();
    }

    /** An Azurite of the caller's own, which stores on disk. */
    public static AzuriteServer startAzurite() {
        return SharedServer.orVerdict(AzuriteServer::launch);
    }

    /** The fake-gcs-server of all tests, or the one at {@code zkim.test.gcs.endpoint}. */
    public static FakeGcsServer fakeGcs() {
        return FAKE_GCS.get();
    }

    /** A fake-gcs-server of the caller's own, which stores on disk. */
    public static FakeGcsServer startFakeGcs() {
        return SharedServer.orVerdict(() -> FakeGcsServer.launch("filesystem"));
    }

    /** The IPFS node of all tests, or the one at {@code zkim.test.ipfs.endpoint}. */
    public static IpfsServer ipfs() {
        return IPFS.get();
    }

    /** An IPFS node of the caller's own. */
    public static IpfsServer startIpfs() {
        return SharedServer.orVerdict(IpfsServer::launch);
    }

    /** The Toxiproxy of all tests, or the one at {@code zkim.test.toxiproxy.endpoint}. */
    public static ToxiproxyServer toxiproxy() {
        return TOXIPROXY.get();
    }

    /**
     * The PostgreSQL of all tests, which does not flush what it commits ({@code fsync=off}), or the one at
     * {@code zkim.test.postgres.endpoint}.
     */
    public static PostgresServer postgres() {
        return POSTGRES.get();
    }

    /** A PostgreSQL that flushes what it commits, or the one at {@code zkim.test.postgres.endpoint}. */
    public static PostgresServer flushingPostgres() {
        return FLUSHING_POSTGRES.get();
    }

    /** The PostgreSQL that this system has installed, as a second one for all tests. */
    public static PostgresServer systemPostgres() {
        return SYSTEM_POSTGRES.get();
    }

    /** A PostgreSQL of the caller's own. */
    public static PostgresServer startPostgres() {
        return SharedServer.orVerdict(PostgresServer::launch);
    }

    /** A PostgreSQL of the caller's own, as a local process, with a small disk beside its own: {@link PostgresServer#smallDisk()}. */
    public static PostgresServer startPostgresWithSmallDisk() {
        return SharedServer.orVerdict(PostgresServer::launchWithSmallDisk);
    }
}
