package im.zk.storage.testservers;

import com.github.dockerjava.api.DockerClient;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;

/** A server in Docker, started and in the end removed by Testcontainers. */
final class Container implements Instance {

    private static final Logger log = LoggerFactory.getLogger(Container.class);

    private static @Nullable Boolean engineAnswers;

    private final GenericContainer<?> container;
    private final Ready ready;
    private final Stop stop;
    private final int port;

    private Container(GenericContainer<?> container, Ready ready, Stop stop, int port) {
        this.container = container;
        this.ready = ready;
        this.stop = stop;
        this.port = port;
    }

    /**
     * Starts a server that listens on this port of its container; nothing where no Docker engine answers or
     * {@code zkim.test.docker} is {@code false}. The host's port is fixed, so that it stays the same over a restart.
     */
    static Optional<Instance> start(
            String image,
            int containerPort,
            Ready ready,
            Stop stop,
            BiFunction<GenericContainer<?>, Integer, GenericContainer<?>> settings) {
        int port = FreePort.next();
        return launch(image, port, ready, stop, container -> {
            container.setPortBindings(List.of(LOOPBACK + ":" + port + ":" + containerPort));
            return settings.apply(container.withExposedPorts(containerPort), port);
        });
    }

    /** Starts a server in the host's own network, where it reaches what listens on the loopback address. */
    static Optional<Instance> startOnHost(String image, Ready ready, Function<Integer, String[]> command) {
        int port = FreePort.next();
        return launch(
                image,
                port,
                ready,
                Stop.KILL,
                container -> container.withNetworkMode("host").withCommand(command.apply(port)));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void stop() {
        client().stopContainerCmd(container.getContainerId())
                .withTimeout(stop.graceSeconds())
                .exec();
    }

    @Override
    public void start() {
        client().startContainerCmd(container.getContainerId()).exec();
        awaitReady();
    }

    @Override
    public void close() {
        container.stop();
    }

    private void awaitReady() {
        if (!Ready.await(() -> ready.at(port))) {
            throw new IllegalStateException(container.getDockerImageName() + " did not answer within " + Ready.PATIENCE
                    + ". Its output:\n" + container.getLogs());
        }
    }

    private static Optional<Instance> launch(
            String image,
            int port,
            Ready ready,
            Stop stop,
            Function<GenericContainer<?>, GenericContainer<?>> settings) {
        if (!engineAnswers()) {
            return Optional.empty();
        }
        Container started = new Container(settings.apply(new GenericContainer<>(image)), ready, stop, port);
        try {
            started.container.start();
        } catch (ContainerFetchException failure) {
            log.warn("Docker answers, but {} cannot be had: a local process is used instead", image, failure);
            return Optional.empty();
        }
        started.awaitReady();
        return Optional.of(started);
    }

    /** Asked once: Testcontainers looks in many places, and says at length what it did not find. */
    private static synchronized boolean engineAnswers() {
        if (engineAnswers == null) {
            engineAnswers = !"false".equals(System.getProperty("zkim.test.docker"))
                    && DockerClientFactory.instance().isDockerAvailable();
        }
        return engineAnswers;
    }

    private static DockerClient client() {
        return DockerClientFactory.instance().client();
    }
}
