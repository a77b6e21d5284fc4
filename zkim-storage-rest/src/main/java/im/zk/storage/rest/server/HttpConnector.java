package im.zk.storage.rest.server;

import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Listens for connections that speak HTTP/1.1 or HTTP/2, over TLS or not, and closes every one of them when it stops, so that
 * no client waits for an answer for as long as its own timeout lets it.
 *
 * <p>There are two ways on which Jetty, up to 12.1.14 at least, loses a connection that comes while it stops. A thread that
 * waits in {@code accept} is interrupted, and what it has just accepted goes with it; so there is none, and a selector accepts.
 * And a connection may be given to a selector that has ended; so all are remembered.
 */
class HttpConnector extends ServerConnector {

    /** A selector accepts. */
    private static final int NO_ACCEPTORS = 0;

    /** As many selectors as Jetty thinks right. */
    private static final int DEFAULT_SELECTORS = -1;

    private static final int HEADER_BYTES = 16 * 1024;

    /** How many frames that do nothing, such as cancelled requests, a client may send in a second. */
    private static final int IDLE_FRAMES = 2000;

    private final Set<SelectableChannel> accepted = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    HttpConnector(Server server, String host, int port, @Nullable SSLContext sslContext) {
        super(server, NO_ACCEPTORS, DEFAULT_SELECTORS, connectionFactories(sslContext));
        setHost(host);
        setPort(port);
        getSelectorManager().addEventListener(new Remembering());
    }

    /**
     * Frees the port at once, where Jetty would wait for the selectors to end. The selector that accepts does so itself, between
     * two connections: closed by another thread, the port would stay open until the next one came.
     */
    @Override
    public void close() {
        super.close();
        if (getTransport() instanceof ServerSocketChannel listening) {
            for (ManagedSelector each : getSelectorManager().getBeans(ManagedSelector.class)) {
                each.submit(selector -> closeWhereRegistered(listening, selector));
            }
        }
    }

    private static void closeWhereRegistered(ServerSocketChannel listening, Selector selector) {
        if (listening.keyFor(selector) != null) {
            IO.close(listening);
        }
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        super.onEndPointClosed(endPoint);
        accepted.remove(endPoint.getTransport());
    }

    @Override
    protected void doStop() throws Exception {
        try {
            super.doStop();
        } finally {
            stopped = true;
            accepted.forEach(IO::close);
        }
    }

    private static ConnectionFactory[] connectionFactories(@Nullable SSLContext sslContext) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEADER_BYTES);
        // A key may hold what paths are not to hold; it is taken from the path as it was sent.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        if (sslContext == null) {
            return new ConnectionFactory[] {http, bounded(new HTTP2CServerConnectionFactory(configuration))};
        }
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(sslContext);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http.getProtocol());
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls, alpn.getProtocol()),
            alpn,
            bounded(new HTTP2ServerConnectionFactory(configuration)),
            http
        };
    }

    private static ConnectionFactory bounded(AbstractHTTP2ServerConnectionFactory factory) {
        factory.setRateControlFactory(new WindowRateControl.Factory(IDLE_FRAMES));
        return factory;
    }

    /** Remembers each connection from before it is given to a selector. A class of its own: Jetty starts its listeners too. */
    private final class Remembering implements SelectorManager.AcceptListener {

        @Override
        public void onAccepting(SelectableChannel channel) {
            accepted.add(channel);
            if (stopped) {
                IO.close(channel);
            }
        }

        @Override
        public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
            accepted.remove(channel);
        }
    }
}
