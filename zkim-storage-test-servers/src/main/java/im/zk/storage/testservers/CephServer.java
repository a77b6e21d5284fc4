package im.zk.storage.testservers;

import java.net.URI;
import java.util.List;

/**
 * Ceph's object gateway, an S3 server that keeps every name: {@code zkim.test.ceph.endpoint} with
 * {@code zkim.test.ceph.accessKeyId} and {@code zkim.test.ceph.secretAccessKey}, or Debian's packages. A stop kills the
 * gateway and leaves what is stored.
 */
public final class CephServer extends TestServer implements S3Server {

    private static final String ACCESS_KEY = "zkim-ceph-access-key";
    private static final String SECRET_KEY = "zkim-ceph-secret-key-of-the-tests";
    private static final DebianPackages CEPH = new DebianPackages(
            "Ceph",
            "ceph",
            List.of("ceph-mon", "ceph-osd", "radosgw", "radosgw-admin"),
            List.of("radosgw", "ceph-mon", "ceph-osd"),
            "a minute");

    private final URI endpoint;
    private final String accessKeyId;
    private final String secretAccessKey;

    private CephServer(Instance instance, URI endpoint, String accessKeyId, String secretAccessKey) {
        super(instance);
        this.endpoint = endpoint;
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
    }

    static CephServer find() {
        return GivenServer.find("ceph")
                .map(given -> new CephServer(
                        given, given.endpoint(), given.property("accessKeyId"), given.property("secretAccessKey")))
                .orElseGet(CephServer::launch);
    }

    static CephServer launch() {
        CEPH.install();
        CephCluster cluster = new CephCluster(ACCESS_KEY, SECRET_KEY);
        URI endpoint = URI.create("http://" + cluster.host() + ":" + cluster.port());
        return new CephServer(cluster, endpoint, ACCESS_KEY, SECRET_KEY);
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public String accessKeyId() {
        return accessKeyId;
    }

    @Override
    public String secretAccessKey() {
        return secretAccessKey;
    }
}
