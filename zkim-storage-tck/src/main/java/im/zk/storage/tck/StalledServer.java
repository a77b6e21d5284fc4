package im.zk.storage.tck;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server on a free port of the loopback address that takes connections, reads what is sent and never answers: for
 * {@link StorageBackendTck#openStalled()}.
 */
public final class StalledServer implements AutoCloseable {

    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /**
     * Starts to listen.
     *
     * @throws IOException where no port can be had
     */
    public StalledServer() throws IOException {
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        start(this::accept, "stalled-server");
    }

    /** The port on which it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections are open; a client that closes its side is seen at once. */
    public int openConnections() {
        return connections.size();
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        closeSocket(listener);
        connections.forEach(StalledServer::closeSocket);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                if (listener.isClosed()) {
                    // Taken while close() went over the others, which did not see this one.
                    closeSocket(connection);
                }
                start(() -> drain(connection), "stalled-connection");
            } catch (IOException failure) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(failure);
                }
            }
        }
    }

    private void drain(Socket connection) {
        try (connection) {
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException reset) {
            // The client broke off, which is what cancelling is to look like.
        } finally {
            connections.remove(connection);
        }
    }

    private static void start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeSocket(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception failure) {
            throw new IllegalStateException("A socket of the stalled server could not be closed", failure);
        }
    }
}
