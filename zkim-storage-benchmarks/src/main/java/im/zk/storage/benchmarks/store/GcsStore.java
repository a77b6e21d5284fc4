package im.zk.storage.benchmarks.store;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import im.zk.storage.StorageBackend;
import im.zk.storage.benchmarks.contender.GoogleClient;
import im.zk.storage.benchmarks.contender.JClouds;
import im.zk.storage.benchmarks.contender.OpenDal;
import im.zk.storage.benchmarks.contender.Ours;
import im.zk.storage.gcs.GcsStorageBackend;
import im.zk.storage.testservers.FakeGcsServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A bucket in fake-gcs-server. */
final class GcsStore implements Store {

    private static final String BUCKET = "zkim-benchmark";

    private final FakeGcsServer server;

    GcsStore(FakeGcsServer server) {
        this.server = server;
    }

    @Override
    public void prepare() throws Exception {
        try (Storage client = client(server.endpoint())) {
            if (client.get(BUCKET) == null) {
                client.create(BucketInfo.of(BUCKET));
            }
        }
    }

    @Override
    public Map<String, String> whereabouts() {
        return Map.of("zkim.test.gcs.endpoint", server.endpoint().toString());
    }

    @Override
    public String name() {
        return "fake-gcs";
    }

    @Override
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public List<Offer> offers(URI endpoint) {
        return List.of(
                Offer.ours(() -> new Ours(ours(endpoint, "ours"))),
                Offer.client("google-cloud-storage", () -> new GoogleClient(client(endpoint), BUCKET)),
                Offer.library("OpenDAL", () -> new OpenDal("gcs", settings(endpoint))),
                Offer.library("jclouds", () -> jclouds(endpoint)),
                Offer.variant(
                        "zkim-storage on HttpURLConnection",
                        () -> new Ours(GcsStorageBackend.builder()
                                .bucketName(BUCKET)
                                .prefix("on-jdk")
                                .client(client(endpoint))
                                .build())));
    }

    @Override
    public StorageBackend ours(URI endpoint, String namespace) {
        return GcsStorageBackend.builder()
                .bucketName(BUCKET)
                .prefix(namespace)
                .endpoint(endpoint)
                .credentials(NoCredentials.getInstance())
                .build();
    }

    private Storage client(URI endpoint) {
        return StorageOptions.http()
                .setHost(endpoint.toString())
                .setProjectId(server.projectId())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
    }

    private static Map<String, String> settings(URI endpoint) {
        return Map.of(
                "root", "/opendal",
                "bucket", BUCKET,
                "endpoint", endpoint.toString(),
                "allow_anonymous", "true",
                "disable_vm_metadata", "true",
                "disable_config_load", "true");
    }

    private JClouds jclouds(URI endpoint) {
        Properties properties = new Properties();
        properties.setProperty("jclouds.oauth.credential-type", "bearerTokenCredentials");
        properties.setProperty("jclouds.google-cloud-storage.project-id", server.projectId());
        return new JClouds(
                JCloudsContexts.of("google-cloud-storage", endpoint, server.projectId(), "any-token", properties),
                BUCKET);
    }
}
