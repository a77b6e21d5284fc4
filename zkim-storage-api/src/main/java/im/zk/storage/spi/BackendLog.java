package im.zk.storage.spi;

import im.zk.storage.StorageBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every backend says in the log, by one logger: a line at INFO when it is opened. */
public final class BackendLog {

    private static final Logger LOGGER = LoggerFactory.getLogger(BackendLog.class);

    private BackendLog() {}

    /**
     * Says at INFO that a backend was opened: the last thing that its constructor does, unless it takes the place of one
     * that was open already. Shows what its {@code toString} does.
     */
    public static void opened(StorageBackend backend) {
        LOGGER.info("Opened {}", backend);
    }
}
