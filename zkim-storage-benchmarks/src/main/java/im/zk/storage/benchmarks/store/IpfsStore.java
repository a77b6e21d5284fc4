package im.zk.storage.benchmarks.store;

import im.zk.storage.StorageBackend;
import im.zk.storage.benchmarks.contender.OpenDal;
import im.zk.storage.benchmarks.contender.Ours;
import im.zk.storage.benchmarks.contender.PlainKubo;
import im.zk.storage.ipfs.IpfsStorageBackend;
import im.zk.storage.testservers.IpfsServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;

/** The mutable file system of an IPFS node. */
final class IpfsStore implements Store {

    private final IpfsServer server;

    IpfsStore(IpfsServer server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "ipfs";
    }

    @Override
    public Map<String, String> whereabouts() {
        return Map.of("zkim.test.ipfs.endpoint", server.endpoint().toString());
    }

    @Override
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public List<Offer> offers(URI endpoint) {
        return List.of(
                Offer.ours(() -> new Ours(ours(endpoint, "ours"))),
                Offer.client("JDK HttpClient", () -> new PlainKubo(HttpClient.newHttpClient(), endpoint)),
                Offer.library(
                        "OpenDAL",
                        () -> new OpenDal("ipmfs", Map.of("root", "/opendal", "endpoint", endpoint.toString()))));
    }

    @Override
    public StorageBackend ours(URI endpoint, String namespace) {
        return IpfsStorageBackend.builder()
                .ipfsUrl(endpoint.toString())
                .prefix(namespace)
                .build();
    }
}
