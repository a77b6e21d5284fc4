package im.zk.storage.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.zk.storage.StorageBackend;
import im.zk.storage.tck.ForeignObjects;
import im.zk.storage.tck.Stalled;
import im.zk.storage.tck.StalledServer;
import im.zk.storage.tck.StorageBackendTck;
import im.zk.storage.testservers.FaultyRoute;
import im.zk.storage.testservers.IpfsServer;
import im.zk.storage.testservers.TestServers;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** The whole contract before a real node. */
class IpfsTckTest extends StorageBackendTck {

    private static final int MAXIMUM_VALUE_BYTES = 16 << 20;
    private static final String TOKEN = "token-that-nobody-may-see";

    private final IpfsServer server = TestServers.ipfs();
    private final TestNode node = TestNode.of(server);
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterAll
    static void removeDirectories() throws Exception {
        TestNode.of(TestServers.ipfs()).run("files/rm", "arg", "/zkim-tck%", "force", "true");
    }

    @AfterEach
    void closeOpened() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Override
    protected StorageBackend open(String namespace) {
        return with(node, namespace).build();
    }

    @Override
    protected Optional<StorageBackend> openWithoutContainer() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0)) {
            return Optional.of(IpfsStorageBackend.builder()
                    .ipfsUrl("http://127.0.0.1:" + nobody.getLocalPort())
                    .build());
        }
    }

    @Override
    protected Optional<ForeignObjects> plantForeign(String namespace) throws Exception {
        Set<String> names = Set.of("a%2fb", "%41", "%", "%new", "%new-%41", "a%2", "%new-", "~%/a", "a%/b");
        String directory = "/zkim-tck%/" + namespace;
        String content = "/ipfs/bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
        node.add("", "cid-version", "1", "pin", "false");
        for (String name : names) {
            node.run("files/cp", "arg", content, "arg", directory + "/" + name, "parents", "true");
        }
        return Optional.of(new ForeignObjects(
                names,
                () -> {
                    Set<String> remaining = new HashSet<>();
                    for (String name : names) {
                        if (node.ask("files/stat", "arg", directory + "/" + name)
                                .body()
                                .contains("bafkreihdwd")) {
                            remaining.add(name);
                        }
                    }
                    return remaining;
                },
                () -> {
                    for (String name : names) {
                        node.run("files/rm", "arg", directory + "/" + name, "force", "true");
                    }
                }));
    }

    @Override
    protected Optional<Stalled> openStalled() throws IOException {
        StalledServer stalled = new StalledServer();
        StorageBackend backend = IpfsStorageBackend.builder()
                .ipfsUrl("http://127.0.0.1:" + stalled.port())
                .build();
        return Optional.of(new Stalled(backend, stalled::openConnections, stalled::close));
    }

    /** What fails is the request that names the key. */
    @Override
    protected Optional<StorageBackend> openFailing(String namespace, Set<String> keys) {
        FaultyRoute route = FaultyRoute.to(server);
        opened.add(route);
        for (String key : keys) {
            String end = "%2F" + URLEncoder.encode(key, UTF_8) + "&";
            String whileStored = "%2F%25new-" + end.substring(3);
            route.answer(
                    request -> (request.query() + "&").contains(end)
                            || (request.path().endsWith("/add") && (request.query() + "&").contains(whileStored)),
                    500,
                    Map.of("Content-Type", "application/json"),
                    "{\"Message\":\"refused by the test\",\"Code\":0,\"Type\":\"error\"}".getBytes(UTF_8));
        }
        return Optional.of(with(new TestNode(route.endpoint()), namespace).build());
    }

    @Override
    protected Optional<StorageBackend> openWith(String namespace, ExecutorService executor) {
        return Optional.of(with(node, namespace).executor(executor).build());
    }

    @Override
    protected OptionalLong maximumValueBytes() {
        return OptionalLong.of(MAXIMUM_VALUE_BYTES);
    }

    @Override
    protected Collection<String> secrets() {
        return List.of(TOKEN);
    }

    private static IpfsStorageOptions.Builder<IpfsStorageBackend> with(TestNode node, String namespace) {
        return node.backend("zkim-tck/" + namespace).bearerToken(TOKEN).maximumValueBytes(MAXIMUM_VALUE_BYTES);
    }
}
