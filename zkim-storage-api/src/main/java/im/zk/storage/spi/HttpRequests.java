package im.zk.storage.spi;

import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends requests with a JDK client, at most so many at a time, on the thread that calls; interrupting it breaks off the request.
 *
 * <p>That client, up to 25 at least, may close the connection of a request that was cancelled when another one has it already.
 * What may be done twice is sent again then.
 */
public final class HttpRequests {

    private static final int ATTEMPTS = 3;

    private final HttpClient client;
    private final Semaphore permits;

    /** Requests with a client, of which at most so many are under way. */
    public HttpRequests(HttpClient client, int atATime) {
        this.client = client;
        this.permits = new Semaphore(atATime, true);
    }

    /**
     * Sends a request and reads its answer.
     *
     * @param request the request
     * @param reader how the answer's body is read
     * @param repeatable whether the service may be asked for it twice
     * @return the answer, whatever its status
     * @throws MalformedAnswerException where the reader says so, or the answer is cut short
     * @throws AnswerTooLargeException where the reader says so
     * @throws IOException where there is no answer
     */
    public HttpResponse<byte[]> send(HttpRequest request, BodyHandler<byte[]> reader, boolean repeatable)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return sendOnce(request, reader);
            } catch (IOException failed) {
                if (attempt == ATTEMPTS || !repeatable || !isClosedByTheClient(failed)) {
                    throw failed;
                }
            }
        }
    }

    /** The client wraps what its own body reader finds wrong in an exception of its own, which hides it. */
    private HttpResponse<byte[]> sendOnce(HttpRequest request, BodyHandler<byte[]> reader)
            throws IOException, InterruptedException {
        AtomicBoolean begun = new AtomicBoolean();
        permits.acquire();
        try {
            return client.send(request, head -> {
                begun.set(true);
                return reader.apply(head);
            });
        } catch (IOException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof MalformedAnswerException malformed) {
                    throw malformed;
                }
                if (cause instanceof AnswerTooLargeException tooLarge) {
                    throw tooLarge;
                }
                if (cause instanceof EOFException && begun.get()) {
                    throw new MalformedAnswerException("The answer was cut short.");
                }
            }
            throw failed;
        } finally {
            permits.release();
        }
    }

    private static boolean isClosedByTheClient(IOException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if ("connection closed locally".equals(cause.getMessage())) {
                return true;
            }
        }
        return false;
    }
}
