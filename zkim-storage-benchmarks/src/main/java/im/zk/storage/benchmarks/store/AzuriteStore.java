package im.zk.storage.benchmarks.store;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.okhttp.OkHttpAsyncHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import im.zk.storage.StorageBackend;
import im.zk.storage.azure.AzureStorageBackend;
import im.zk.storage.benchmarks.contender.AzureClient;
import im.zk.storage.benchmarks.contender.Contender;
import im.zk.storage.benchmarks.contender.JClouds;
import im.zk.storage.benchmarks.contender.OpenDal;
import im.zk.storage.benchmarks.contender.Ours;
import im.zk.storage.testservers.AzuriteServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A container in Azurite. */
final class AzuriteStore implements Store {

    private static final String CONTAINER = "zkim-benchmark";

    private final AzuriteServer server;

    AzuriteStore(AzuriteServer server) {
        this.server = server;
    }

    @Override
    public void prepare() {
        client(server.endpoint()).buildClient().createIfNotExists();
    }

    @Override
    public Map<String, String> whereabouts() {
        return Map.of(
                "zkim.test.azure.endpoint", server.endpoint().toString(),
                "zkim.test.azure.accountName", server.accountName(),
                "zkim.test.azure.accountKey", server.accountKey());
    }

    @Override
    public String name() {
        return "azurite";
    }

    @Override
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public List<Offer> offers(URI endpoint) {
        return List.of(
                Offer.ours(() -> new Ours(ours(endpoint, "ours"))),
                Offer.client(
                        "Azure BlobAsyncClient",
                        () -> new AzureClient(client(endpoint).buildAsyncClient())),
                Offer.library("OpenDAL", () -> new OpenDal("azblob", settings(endpoint))),
                Offer.library("jclouds", () -> jclouds(endpoint)),
                Offer.variant(
                        "zkim-storage on the JDK's client", () -> on(endpoint, new JdkHttpClientBuilder().build())),
                Offer.variant(
                        "zkim-storage on OkHttp", () -> on(endpoint, new OkHttpAsyncHttpClientBuilder().build())));
    }

    @Override
    public StorageBackend ours(URI endpoint, String namespace) {
        return AzureStorageBackend.builder()
                .containerName(CONTAINER)
                .prefix(namespace)
                .connectionString(connectionString(endpoint))
                .build();
    }

    private String connectionString(URI endpoint) {
        return server.connectionString(endpoint.getHost(), endpoint.getPort());
    }

    private BlobContainerClientBuilder client(URI endpoint) {
        return new BlobContainerClientBuilder()
                .connectionString(connectionString(endpoint))
                .containerName(CONTAINER);
    }

    private Contender on(URI endpoint, HttpClient http) {
        return new Ours(AzureStorageBackend.builder()
                .client(client(endpoint).httpClient(http).buildAsyncClient())
                .build());
    }

    private URI account(URI endpoint) {
        return URI.create("http://" + endpoint.getHost() + ":" + endpoint.getPort() + "/" + server.accountName());
    }

    private Map<String, String> settings(URI endpoint) {
        return Map.of(
                "root", "/opendal",
                "container", CONTAINER,
                "endpoint", account(endpoint).toString(),
                "account_name", server.accountName(),
                "account_key", server.accountKey());
    }

    private JClouds jclouds(URI endpoint) {
        return new JClouds(
                JCloudsContexts.of(
                        "azureblob", account(endpoint), server.accountName(), server.accountKey(), new Properties()),
                CONTAINER);
    }
}
