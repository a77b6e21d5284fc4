package im.zk.storage.benchmarks.store;

import im.zk.storage.StorageBackend;
import im.zk.storage.benchmarks.contender.Ours;
import im.zk.storage.benchmarks.contender.PlainHttp;
import im.zk.storage.rest.RestStorageBackend;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;

/** The small server of this library over memory, in a process of its own. */
final class RestStore implements Store {

    static final String ENDPOINT = "zkim.benchmark.rest.endpoint";

    private final URI endpoint;

    RestStore(URI endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public String name() {
        return "rest";
    }

    @Override
    public Map<String, String> whereabouts() {
        return Map.of(ENDPOINT, endpoint.toString());
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public List<Offer> offers(URI endpoint) {
        return List.of(
                Offer.ours(() -> new Ours(ours(endpoint, ""))),
                Offer.client("JDK HttpClient", () -> new PlainHttp(HttpClient.newHttpClient(), endpoint)),
                Offer.variant(
                        "JDK HttpClient, HTTP/1.1",
                        () -> new PlainHttp(
                                HttpClient.newBuilder()
                                        .version(HttpClient.Version.HTTP_1_1)
                                        .build(),
                                endpoint)));
    }

    @Override
    public StorageBackend ours(URI endpoint, String namespace) {
        return RestStorageBackend.builder().baseUrl(endpoint.toString()).build();
    }
}
