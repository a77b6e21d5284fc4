package im.zk.storage.spi;

import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every backend says in the log, by one logger: a line at INFO when it is opened, and at DEBUG one for each request
 * that the service answered and for each call that failed, unless it was refused before it began, or ended from outside. No
 * line has a key, a byte of a value or a credential.
 */
public final class BackendLog {

    private static final Logger LOGGER = LoggerFactory.getLogger(BackendLog.class);

    private static final String WITHOUT_ID = "without id";

    private BackendLog() {}

    /**
     * Says at INFO that a backend was opened: the last thing that its constructor does, unless it takes the place of one
     * that was open already. Shows what its {@code toString} does.
     */
    public static void opened(StorageBackend backend) {
        LOGGER.info("Opened {}", backend);
    }

    /** Whether requests are logged at all: to be asked first, so that nothing is looked up for a line that nobody sees. */
    public static boolean showsRequests() {
        return LOGGER.isDebugEnabled();
    }

    /**
     * Says at DEBUG that the service answered a request, and under which id it knows it.
     *
     * @param backend the backend as its {@code toString} begins, such as {@code S3}
     * @param request what was asked: an operation of the service or a method of HTTP, never a key
     * @param status the status of HTTP
     * @param ids what the service calls the request, as many as it gives; null where it does not give one
     */
    public static void answered(String backend, String request, int status, @Nullable String... ids) {
        String known = Stream.of(ids).filter(Objects::nonNull).collect(Collectors.joining(" "));
        LOGGER.debug("{} {} {}, request {}", backend, request, status, known.isEmpty() ? WITHOUT_ID : known);
    }

    static void failed(ServiceException failure) {
        if (LOGGER.isDebugEnabled()) {
            Object id = failure.details().getOrDefault(ServiceException.REQUEST_ID, WITHOUT_ID);
            LOGGER.debug("{} {}, request {}", failure.code(), failure.kind(), id);
        }
    }
}
