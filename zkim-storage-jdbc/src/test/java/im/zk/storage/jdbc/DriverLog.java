package im.zk.storage.jdbc;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that the driver logs while this is open. */
final class DriverLog extends Handler implements AutoCloseable {

    private final Logger driver = Logger.getLogger("org.postgresql");
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    DriverLog() {
        driver.setLevel(Level.FINEST);
        driver.addHandler(this);
    }

    /** What it logged until now. */
    String text() {
        return String.join("", lines);
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(new SimpleFormatter().format(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        driver.removeHandler(this);
        driver.setLevel(null);
    }
}
