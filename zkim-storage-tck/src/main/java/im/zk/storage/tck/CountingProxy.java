package im.zk.storage.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes connections from a free port of the loopback address on to a server, and counts the bytes that come back: for
 * {@link StorageBackendTck#openCounted}.
 */
public final class CountingProxy implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final int BUFFER_BYTES = 8192;

    private final String host;
    private final int serverPort;
    private final ServerSocket listener;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytesReceived = new AtomicLong();

    /**
     * Starts to listen.
     *
     * @param host the server's host
     * @param port the server's port
     * @throws IOException where no port can be had
     */
    public CountingProxy(String host, int port) throws IOException {
        this.host = host;
        this.serverPort = port;
        this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        start(this::accept, "counting-proxy");
    }

    /** The port on which it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many bytes the server has sent to all clients that came this way. */
    public long bytesReceived() {
        return bytesReceived.get();
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        closeSocket(listener);
        connections.forEach(CountingProxy::closeSocket);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start(() -> connect(client), "counting-proxy-to-server");
            } catch (IOException failure) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(failure);
                }
            }
        }
    }

    /** Whichever side ends first, the other one is closed too. */
    private void connect(Socket client) {
        try (client;
                Socket server = new Socket(host, serverPort)) {
            connections.add(client);
            connections.add(server);
            if (listener.isClosed()) {
                // Begun while close() went over the others, which did not see this one.
                return;
            }
            start(() -> answer(server, client), "counting-proxy-to-client");
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException ended) {
            // One side broke off, which the other one sees.
        } finally {
            connections.remove(client);
            connections.removeIf(Socket::isClosed);
        }
    }

    private void answer(Socket server, Socket client) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (server;
                client) {
            InputStream from = server.getInputStream();
            OutputStream to = client.getOutputStream();
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                // Before the client sees them: once its operation is done, they are counted.
                bytesReceived.addAndGet(read);
                to.write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // One side broke off, which the other one sees.
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
            throw new IllegalStateException("A socket of the counting proxy could not be closed", failure);
        }
    }
}
