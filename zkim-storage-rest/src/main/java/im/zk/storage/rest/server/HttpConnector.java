package im.zk.storage.rest.server;

import java.nio.channels.SelectableChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
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
 * Listens for connections that speak HTTP/1.1 or HTTP/2, over TLS or not, and closes every one of them when it stops.
 *
 * <p>Jetty, up to 12.1.14 at least, may give a connection that it accepts while it stops to a selector that has ended. Nobody
 * would read from it or close it, and its client would wait for as long as its own timeout lets it.
 */
class HttpConnector extends ServerConnector {

    private static final int HEADER_BYTES = 16 * 1024;

    /** How many frames that do nothing, such as cancelled requests, a client may send in a second. */
    private static final int IDLE_FRAMES = 2000;

    private final Set<SelectableChannel> accepted = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    HttpConnector(Server server, String host, int port, @Nullable SSLContext sslContext) {
        super(server, connectionFactories(sslContext));
        setHost(host);
        setPort(port);
        getSelectorManager().addEventListener(new Remembering());
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
