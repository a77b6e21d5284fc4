package im.zk.storage.gcs;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.gax.retrying.BasicResultRetryAlgorithm;
import com.google.api.gax.retrying.ResultRetryAlgorithm;
import com.google.auth.Retryable;
import com.google.cloud.RetryHelper;
import im.zk.storage.spi.Futures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Where requests to the service are made, one after the other for each piece of work.
 *
 * @param executor runs the work
 * @param client makes the requests
 * @param callTimeout how long a request and its retries may take, where the client is not the user's
 */
record Requests(Executor executor, ServiceClient client, Duration callTimeout) {

    /** Every request of this backend can be made twice: the second time it finds done what the first one did. */
    private static final ResultRetryAlgorithm<Object> WHERE_IT_MAY_HELP = new BasicResultRetryAlgorithm<>() {
        @Override
        public boolean shouldRetry(@Nullable Throwable thrown, @Nullable Object answer) {
            return thrown instanceof UncheckedIOException failed && mayHelp(Objects.requireNonNull(failed.getCause()));
        }
    };

    /** Runs work that makes requests; cancelling ends the one under way. */
    <T extends @Nullable Object> CompletableFuture<T> send(Callable<T> work) {
        AbortableHttpClient http = client.http();
        return http == null ? Futures.supply(executor, work) : http.supply(executor, work);
    }

    /** Makes a request, and again where that may help, until the time is over. */
    <T extends @Nullable Object> T call(Callable<T> request) throws Exception {
        if (client.http() == null) {
            return retry(request);
        }
        try (AbortableHttpClient.Deadline deadline = AbortableHttpClient.deadline(callTimeout)) {
            try {
                return retry(request);
            } catch (IOException aborted) {
                if (deadline.hasPassed()) {
                    CallEndedException late = new CallEndedException(true);
                    late.initCause(aborted);
                    throw late;
                }
                throw aborted;
            }
        }
    }

    /**
     * Makes a request once.
     *
     * @param request the request
     * @param expected statuses that are no failure, beside 2xx
     * @return the answer, whose content is to be read or which is to be disconnected
     * @throws AnswerException where the service did not do what was asked
     */
    static HttpResponse execute(HttpRequest request, Set<Integer> expected) throws IOException {
        RequestIds.log(request);
        HttpResponse answer;
        try {
            answer = once(request).setThrowExceptionOnExecuteError(false).execute();
        } catch (IllegalStateException cannotRenew) {
            throw refused(cannotRenew);
        }
        if (!answer.isSuccessStatusCode() && !expected.contains(answer.getStatusCode())) {
            throw AnswerException.of(answer);
        }
        return answer;
    }

    static HttpResponse execute(HttpRequest request) throws IOException {
        return execute(request, Set.of());
    }

    /** Lets the library make a request again for one thing alone: once, with a new token where the old one is refused. */
    static HttpRequest once(HttpRequest request) {
        return request.setNumberOfRetries(1);
    }

    /** For a token without the means to renew it, which the service does not take. */
    static CredentialsException refused(IllegalStateException cannotRenew) {
        return new CredentialsException(
                "the credentials are refused, and are an access token that cannot be renewed", cannotRenew);
    }

    private <T extends @Nullable Object> T retry(Callable<T> request) throws Exception {
        Callable<T> attempt = () -> {
            try {
                return request.call();
            } catch (IOException failed) {
                // The library would take a timeout, as it is an InterruptedIOException, for an interrupt.
                throw new UncheckedIOException(failed);
            }
        };
        try {
            return RetryHelper.runWithRetries(attempt, client.retries(), WHERE_IT_MAY_HELP, client.clock());
        } catch (RetryHelper.RetryHelperException failed) {
            Throwable cause = failed.getCause() instanceof UncheckedIOException io ? io.getCause() : failed.getCause();
            if (cause instanceof Exception exception) {
                throw exception;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(failed);
        }
    }

    private static boolean mayHelp(IOException failed) {
        if (failed instanceof AnswerException answer) {
            return answer.isTransient();
        }
        if (failed instanceof Retryable token) {
            return token.isRetryable();
        }
        return !(failed instanceof CredentialsException
                || failed instanceof SSLHandshakeException
                || failed instanceof SSLPeerUnverifiedException);
    }
}
