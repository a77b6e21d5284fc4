package im.zk.storage.benchmarks.store;

import im.zk.storage.StorageBackend;
import im.zk.storage.benchmarks.contender.AwsAsyncClient;
import im.zk.storage.benchmarks.contender.AwsBlockingClient;
import im.zk.storage.benchmarks.contender.BlockingContender;
import im.zk.storage.benchmarks.contender.JClouds;
import im.zk.storage.benchmarks.contender.OpenDal;
import im.zk.storage.benchmarks.contender.Ours;
import im.zk.storage.s3.Compatibility;
import im.zk.storage.s3.S3StorageBackend;
import im.zk.storage.testservers.MinioServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/** A bucket in MinIO. */
final class MinioStore implements Store {

    private static final String BUCKET = "zkim-benchmark";

    private final MinioServer server;

    MinioStore(MinioServer server) {
        this.server = server;
    }

    @Override
    public void prepare() {
        try (S3Client client = blocking(server.endpoint())) {
            client.createBucket(request -> request.bucket(BUCKET));
        } catch (BucketAlreadyOwnedByYouException there) {
            // A run before this one made it.
        }
    }

    @Override
    public Map<String, String> whereabouts() {
        return Map.of(
                "zkim.test.s3.endpoint", server.endpoint().toString(),
                "zkim.test.s3.accessKeyId", server.accessKeyId(),
                "zkim.test.s3.secretAccessKey", server.secretAccessKey());
    }

    @Override
    public OpenDal openDal(String namespace) {
        return new OpenDal("s3", settings(endpoint(), namespace));
    }

    @Override
    public String name() {
        return "minio";
    }

    @Override
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public List<Offer> offers(URI endpoint) {
        return List.of(
                Offer.ours(() -> new Ours(ours(endpoint, "ours"))),
                Offer.client("AWS S3AsyncClient", () -> new AwsAsyncClient(async(endpoint), BUCKET)),
                Offer.library("OpenDAL", () -> new OpenDal("s3", settings(endpoint, "opendal"))),
                Offer.library("jclouds", () -> jclouds(endpoint)),
                Offer.variant("AWS S3Client", () -> new AwsBlockingClient(blocking(endpoint), BUCKET)));
    }

    @Override
    public StorageBackend ours(URI endpoint, String namespace) {
        return S3StorageBackend.builder()
                .bucket(BUCKET)
                .prefix(namespace)
                .endpoint(endpoint)
                .compatibility(Compatibility.MINIO)
                .credentials(server.accessKeyId(), server.secretAccessKey())
                .build();
    }

    private S3Client blocking(URI endpoint) {
        return describe(S3Client.builder(), endpoint)
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(BlockingContender.THREADS))
                .build();
    }

    private S3AsyncClient async(URI endpoint) {
        return describe(S3AsyncClient.builder(), endpoint)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(BlockingContender.THREADS))
                .build();
    }

    private <B extends S3BaseClientBuilder<B, ?>> B describe(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey())));
    }

    private Map<String, String> settings(URI endpoint, String namespace) {
        return Map.of(
                "root",
                "/" + namespace,
                "bucket",
                BUCKET,
                "endpoint",
                endpoint.toString(),
                "region",
                "us-east-1",
                "access_key_id",
                server.accessKeyId(),
                "secret_access_key",
                server.secretAccessKey());
    }

    private JClouds jclouds(URI endpoint) {
        Properties properties = new Properties();
        properties.setProperty("jclouds.s3.virtual-host-buckets", "false");
        return new JClouds(
                JCloudsContexts.of("s3", endpoint, server.accessKeyId(), server.secretAccessKey(), properties), BUCKET);
    }
}
