package im.zk.storage.testservers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server as a local process on a free port, with a temporary directory of its own. */
final class LocalServer implements Instance {

    private static final int ATTEMPTS = 3;

    private final String name;
    private final Ready ready;
    private final int port;
    private final Path directory;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Stop stop;
    private volatile GuardedProcess process;

    private LocalServer(String name, Ready ready, Map<String, String> environment, Stop stop, CommandLine commandLine) {
        this.name = name;
        this.ready = ready;
        this.port = FreePort.next();
        this.directory = TemporaryDirectory.create(name);
        this.command = commandLine.at(port, directory);
        this.environment = environment;
        this.stop = stop;
        this.process = GuardedProcess.start(command, environment, directory);
    }

    /** How a server is told where to listen and where to store. */
    @FunctionalInterface
    interface CommandLine {
        List<String> at(int port, Path directory);
    }

    /** Starts a server and waits until it answers; another one may take the port first, so it is tried again. */
    static LocalServer start(
            String name, Ready ready, Map<String, String> environment, Stop stop, CommandLine commandLine) {
        for (int attempt = 1; ; attempt++) {
            LocalServer server = new LocalServer(name, ready, environment, stop, commandLine);
            try {
                server.awaitReady();
                return server;
            } catch (IllegalStateException failure) {
                server.close();
                if (attempt == ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void stop() {
        process.stop(stop);
    }

    @Override
    public void start() {
        process = GuardedProcess.start(command, environment, directory);
        awaitReady();
    }

    @Override
    public void close() {
        process.close();
        TemporaryDirectory.remove(directory);
    }

    long pid() {
        return process.pid();
    }

    Path directory() {
        return directory;
    }

    private void awaitReady() {
        GuardedProcess started = process;
        boolean inTime = Ready.await(() -> !started.isAlive() || ready.at(port));
        if (!inTime || !started.isAlive()) {
            String what = inTime ? " ended at once" : " did not answer within " + Ready.PATIENCE;
            throw new IllegalStateException(name + what + ". Its last output:\n" + started.tail());
        }
    }
}
