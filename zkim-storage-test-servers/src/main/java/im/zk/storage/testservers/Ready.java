package im.zk.storage.testservers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Whether a server on a port of this machine answers. */
@FunctionalInterface
interface Ready {

    /** How long a server may take to start. */
    Duration PATIENCE = Duration.ofSeconds(Long.getLong("zkim.test.startSeconds", 120));

    /** Asks once. */
    boolean at(int port);

    /** A GET of this path is answered, and not with a server's error. */
    static Ready http(String path) {
        return port -> status(URI.create("http://" + Instance.LOOPBACK + ":" + port + path)) < 500;
    }

    /** Waits until something is so; false where it isn't in time. */
    static boolean await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return true;
    }

    private static int status(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            connection.setRequestProperty("Connection", "close");
            try {
                return connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return Integer.MAX_VALUE;
        }
    }
}
