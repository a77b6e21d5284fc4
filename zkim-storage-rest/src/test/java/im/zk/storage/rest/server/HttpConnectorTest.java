package im.zk.storage.rest.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.Test;

class HttpConnectorTest {

    private static final int PATIENCE_MILLIS = 20_000;

    @Test
    void aConnectionThatItAcceptsWhileItStopsIsClosed() throws Exception {
        Server server = new Server();
        LateConnector connector = new LateConnector(server);
        server.addConnector(connector);
        server.start();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            client.setSoTimeout(PATIENCE_MILLIS);
            Runnable late = connector.accepted.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            connector.stop();
            late.run();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        } finally {
            server.stop();
        }
    }

    /** Does not give a connection that it has accepted to a selector, but to the test. */
    private static final class LateConnector extends HttpConnector {

        private final CompletableFuture<Runnable> accepted = new CompletableFuture<>();
        private final Thread starter = Thread.currentThread();

        LateConnector(Server server) {
            super(server, "127.0.0.1", 0, null);
        }

        @Override
        protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
            return new ServerConnectorManager(executor, scheduler, selectors) {
                @Override
                protected ManagedSelector newSelector(int id) {
                    return new ManagedSelector(this, id) {
                        @Override
                        public void submit(SelectorUpdate update) {
                            if (Thread.currentThread() == starter) {
                                super.submit(update);
                            } else {
                                accepted.complete(() -> super.submit(update));
                            }
                        }
                    };
                }
            };
        }
    }
}
