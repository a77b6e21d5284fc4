package im.zk.storage.testservers;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One way through Toxiproxy to a server; closing removes it. {@code UPSTREAM} is what the client sends, {@code DOWNSTREAM}
 * what the server answers. Each fault holds for the connections that are open and for new ones, until {@link #restore()}.
 * See <a href="https://github.com/Shopify/toxiproxy#toxics">Toxiproxy's toxics</a>.
 */
public final class ToxicProxy implements AutoCloseable {

    private static final String ESTABLISHED = "01";

    private final Proxy proxy;
    private final String host;
    private final int port;

    ToxicProxy(Proxy proxy, String host, int port) {
        this.proxy = proxy;
        this.host = host;
        this.port = port;
    }

    /** The host at which clients connect. */
    public String host() {
        return host;
    }

    /** The port at which clients connect. */
    public int port() {
        return port;
    }

    /** Delays all that goes this way. */
    public void latency(ToxicDirection direction, Duration delay) throws IOException {
        proxy.toxics().latency(name("latency", direction), direction, delay.toMillis());
    }

    /** Lets this many bytes per second pass, in steps of 1,000. */
    public void bandwidth(ToxicDirection direction, long bytesPerSecond) throws IOException {
        proxy.toxics().bandwidth(name("bandwidth", direction), direction, bytesPerSecond / 1_000);
    }

    /** Lets nothing pass and leaves connections open. */
    public void stall(ToxicDirection direction) throws IOException {
        proxy.toxics().timeout(name("stall", direction), direction, 0);
    }

    /** Lets nothing pass and closes each connection after this time. */
    public void timeout(ToxicDirection direction, Duration after) throws IOException {
        proxy.toxics().timeout(name("timeout", direction), direction, after.toMillis());
    }

    /** Resets each connection after this time; zero: at once. */
    public void resetPeer(ToxicDirection direction, Duration after) throws IOException {
        proxy.toxics().resetPeer(name("reset", direction), direction, after.toMillis());
    }

    /** Closes each connection once this many bytes have passed. */
    public void limitData(ToxicDirection direction, long bytes) throws IOException {
        proxy.toxics().limitData(name("limit", direction), direction, bytes);
    }

    /** Closes each connection this much later than its end was asked for. */
    public void slowClose(ToxicDirection direction, Duration delay) throws IOException {
        proxy.toxics().slowClose(name("slow-close", direction), direction, delay.toMillis());
    }

    /** Closes all connections and refuses new ones. */
    public void disable() throws IOException {
        proxy.disable();
    }

    /** Accepts connections again. */
    public void enable() throws IOException {
        proxy.enable();
    }

    /** Takes all faults away. */
    public void restore() throws IOException {
        for (Toxic toxic : proxy.toxics().getAll()) {
            toxic.remove();
        }
        proxy.enable();
    }

    /** How many clients are connected, as the system sees it (Linux); one that closes its side does not count. */
    public long openConnections() throws IOException {
        String local = String.format(Locale.ROOT, ":%04X", port);
        try (Stream<String> lines = Files.lines(Path.of("/proc/net/tcp"))) {
            return lines.map(line -> line.trim().split("\\s+", 5))
                    .filter(fields -> fields[1].endsWith(local) && fields[3].equals(ESTABLISHED))
                    .count();
        }
    }

    @Override
    public void close() throws IOException {
        proxy.delete();
    }

    private static String name(String fault, ToxicDirection direction) {
        return fault + "-" + direction.name().toLowerCase(Locale.ROOT);
    }
}
