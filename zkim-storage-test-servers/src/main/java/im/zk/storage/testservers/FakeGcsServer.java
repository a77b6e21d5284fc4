package im.zk.storage.testservers;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * fake-gcs-server, an emulator of Google Cloud Storage without authentication: {@code zkim.test.gcs.endpoint}, Docker, or
 * {@code go install}. The shared one stores in memory; a test's own stores on disk, under names of at most 255 bytes.
 */
public final class FakeGcsServer extends TestServer {

    private static final Ready READY = Ready.http("/storage/v1/b?project=zkim-test");
    private static final GoTool FAKE_GCS = new GoTool(
            "fake-gcs-server",
            "gcs",
            "github.com/fsouza/fake-gcs-server",
            Versions.of("fake-gcs-server.version"),
            "fake-gcs-server",
            "one to two minutes");

    private final URI endpoint;

    private FakeGcsServer(Instance instance, URI endpoint) {
        super(instance);
        this.endpoint = endpoint;
    }

    static FakeGcsServer find() {
        return GivenServer.find("gcs")
                .map(given -> new FakeGcsServer(given, given.endpoint()))
                .orElseGet(() -> launch("memory"));
    }

    static FakeGcsServer launch(String backend) {
        Instance instance = Container.start(
                        Versions.of("fake-gcs-server.image"),
                        4443,
                        READY,
                        Stop.KILL,
                        (container, port) -> container.withCommand(arguments("0.0.0.0", 4443, port, backend, "/storage")
                                .toArray(String[]::new)))
                .orElseGet(() -> launchLocally(backend));
        return new FakeGcsServer(instance, URI.create("http://" + instance.host() + ":" + instance.port()));
    }

    /** Where it listens. */
    public URI endpoint() {
        return endpoint;
    }

    /** The project that holds the buckets; any other one does as well. */
    public String projectId() {
        return "zkim-test";
    }

    private static Instance launchLocally(String backend) {
        String program = FAKE_GCS.installed().toString();
        return LocalServer.start("fake-gcs", READY, Map.of(), Stop.KILL, (port, directory) -> {
            List<String> command = new ArrayList<>(List.of(program));
            command.addAll(arguments(
                    Instance.LOOPBACK,
                    port,
                    port,
                    backend,
                    directory.resolve("objects").toString()));
            return command;
        });
    }

    private static List<String> arguments(String host, int port, int publicPort, String backend, String storage) {
        String publicHost = Instance.LOOPBACK + ":" + publicPort;
        List<String> arguments =
                new ArrayList<>(List.of("-scheme", "http", "-host", host, "-port", String.valueOf(port)));
        arguments.addAll(List.of("-public-host", publicHost, "-external-url", "http://" + publicHost));
        arguments.addAll(List.of("-log-level", "warn", "-backend", backend, "-filesystem-root", storage));
        return arguments;
    }
}
