package im.zk.storage.testservers;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * An IPFS node with Kubo's RPC API, without a network: {@code zkim.test.ipfs.endpoint}, Kubo in Docker, or the node of this
 * module, which is built with {@code go build} on Kubo's own engine.
 */
public final class IpfsServer extends TestServer {

    private static final int RPC_PORT = 5001;
    private static final Ready READY = Ready.http("/api/v0/version");
    private static final GoProgram NODE = new GoProgram(
            "ipfs-node",
            "ipfs",
            List.of("main.go", "node.go", "rpc.go", "files.go", "content.go", "remote.go", "go.mod", "go.sum"),
            "one to two minutes");

    private final URI endpoint;

    private IpfsServer(Instance instance, URI endpoint) {
        super(instance);
        this.endpoint = endpoint;
    }

    static IpfsServer find() {
        return GivenServer.find("ipfs")
                .map(given -> new IpfsServer(given, given.endpoint()))
                .orElseGet(IpfsServer::launch);
    }

    static IpfsServer launch() {
        Instance instance = Container.start(
                        Versions.of("kubo.image"),
                        RPC_PORT,
                        READY,
                        Stop.KILL,
                        (container, port) -> container
                                .withEnv("IPFS_PROFILE", "test")
                                .withCommand("daemon", "--migrate=true", "--agent-version-suffix=docker", "--offline"))
                .orElseGet(IpfsServer::launchLocally);
        return new IpfsServer(instance, URI.create("http://" + instance.host() + ":" + instance.port()));
    }

    /** Where its RPC API is, without {@code /api/v0}. */
    public URI endpoint() {
        return endpoint;
    }

    private static Instance launchLocally() {
        String program = NODE.installed().toString();
        return LocalServer.start(
                "ipfs-node",
                READY,
                Map.of(),
                Stop.KILL,
                (port, directory) -> List.of(
                        program,
                        "-address",
                        Instance.LOOPBACK + ":" + port,
                        "-repository",
                        directory.resolve("repository").toString()));
    }
}
