package im.zk.storage.decorator;

import im.zk.storage.ServiceException;
import java.util.function.LongUnaryOperator;

/**
 * How long to wait before the next attempt, in milliseconds: anything from nothing to a bound that doubles with each
 * attempt, so that callers that failed together do not come back together.
 *
 * @see <a href="https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/">Timeouts, retries, and
 *     backoff with jitter</a>
 */
final class Backoff {

    private final long baseMillis;
    private final long maxMillis;
    private final LongUnaryOperator random;

    /** With a source of numbers from 0 to below a bound. */
    Backoff(RetryOptions options, LongUnaryOperator random) {
        this.baseMillis = options.baseDelay.toMillis();
        this.maxMillis = options.maxDelay.toMillis();
        this.random = random;
    }

    /** The wait after so many attempts. Where the service says how long, that is the least, and the jitter comes on top. */
    long millis(int attempts, Throwable failure) {
        long doubled = baseMillis << Math.min(attempts - 1, Long.SIZE - 2);
        boolean overflows = doubled >> Math.min(attempts - 1, Long.SIZE - 2) != baseMillis;
        long bound = overflows || doubled < 0 ? maxMillis : Math.min(doubled, maxMillis);
        long jitter = random.applyAsLong(bound + 1);
        return Math.addExact(retryAfter(failure), jitter);
    }

    private static long retryAfter(Throwable failure) {
        return failure instanceof ServiceException service
                        && service.details().get(ServiceException.RETRY_AFTER_MILLIS) instanceof Number asked
                ? Math.max(0, Math.min(asked.longValue(), Long.MAX_VALUE / 4))
                : 0;
    }
}
