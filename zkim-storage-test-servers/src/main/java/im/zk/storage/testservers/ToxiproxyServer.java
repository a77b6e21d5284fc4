package im.zk.storage.testservers;

import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Toxiproxy, which stands between a client and its server and breaks their connections:
 * {@code zkim.test.toxiproxy.endpoint}, Docker, or {@code go install}.
 */
public final class ToxiproxyServer extends TestServer {

    private static final Ready READY = Ready.http("/version");
    static final GoTool TOXIPROXY = new GoTool(
            "Toxiproxy",
            "toxiproxy",
            "github.com/Shopify/toxiproxy/v2/cmd/server",
            Versions.of("toxiproxy.version"),
            "server",
            "half a minute");

    private ToxiproxyServer(Instance instance) {
        super(instance);
    }

    static ToxiproxyServer find() {
        return GivenServer.find("toxiproxy").map(ToxiproxyServer::new).orElseGet(ToxiproxyServer::launch);
    }

    static ToxiproxyServer launch() {
        return new ToxiproxyServer(Container.startOnHost(
                        Versions.of("toxiproxy.image"),
                        READY,
                        port -> arguments(port).toArray(String[]::new))
                .orElseGet(ToxiproxyServer::launchLocally));
    }

    private static Instance launchLocally() {
        Path program = TOXIPROXY.installed();
        return LocalServer.start("toxiproxy", READY, Map.of(), Stop.KILL, (port, directory) -> {
            List<String> command = new ArrayList<>(List.of(program.toString()));
            command.addAll(arguments(port));
            return command;
        });
    }

    private static List<String> arguments(int port) {
        return List.of("-host", Instance.LOOPBACK, "-port", String.valueOf(port));
    }

    /** A new way to a server, which breaks nothing yet. */
    public ToxicProxy proxy(String upstreamHost, int upstreamPort) throws IOException {
        int port = FreePort.next();
        return new ToxicProxy(
                new ToxiproxyClient(host(), port())
                        .createProxy(
                                "zkim-" + UUID.randomUUID(), host() + ":" + port, upstreamHost + ":" + upstreamPort),
                host(),
                port);
    }

    /** A new way to a server, which breaks nothing yet. */
    public ToxicProxy proxy(TestServer upstream) throws IOException {
        return proxy(upstream.host(), upstream.port());
    }
}
