package im.zk.storage.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import im.zk.storage.spi.Futures;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Knows which request each piece of blocking work is waiting for, so that cancelling the work closes its connection: to
 * interrupt a thread that waits for a socket does nothing.
 */
final class AbortableHttpClient extends CloseableHttpClient {

    private static final ThreadLocal<@Nullable Work> CURRENT = new ThreadLocal<>();

    private final CloseableHttpClient delegate;

    AbortableHttpClient(CloseableHttpClient delegate) {
        this.delegate = delegate;
    }

    /** Runs work that makes requests on an executor; cancelling aborts the one under way and refuses those after it. */
    <T extends @Nullable Object> CompletableFuture<T> supply(Executor executor, Callable<T> requests) {
        Work work = new Work(this);
        CompletableFuture<T> future = Futures.supply(executor, () -> {
            CURRENT.set(work);
            try {
                return requests.call();
            } finally {
                CURRENT.remove();
                work.end();
            }
        });
        future.whenComplete((value, failure) -> work.abort());
        return future;
    }

    /** From now on, for so long, until it is closed, the current work may make requests; then the one under way is aborted. */
    static Deadline deadline(Duration timeout) {
        Work work = CURRENT.get();
        if (work == null) {
            throw new IllegalStateException("There is no work on this thread.");
        }
        Deadline deadline = new Deadline(work);
        deadline.timer.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        deadline.timer.whenComplete((ended, late) -> {
            if (late != null) {
                work.passed();
            }
        });
        return deadline;
    }

    /** For the requests for tokens that the current work needs: they end with it. Elsewhere, for others, as usual. */
    static HttpTransport transport() {
        Work work = CURRENT.get();
        return work == null ? new NetHttpTransport() : new ApacheHttpTransport(work.client);
    }

    @Override
    protected CloseableHttpResponse doExecute(HttpHost target, HttpRequest request, @Nullable HttpContext context)
            throws IOException {
        Work work = CURRENT.get();
        if (work != null && request instanceof HttpUriRequest abortable) {
            work.waitFor(abortable);
        }
        return delegate.execute(target, request, context);
    }

    @Override
    public void close() throws IOException {
        delegate.close();
    }

    @Override
    @Deprecated
    public HttpParams getParams() {
        return delegate.getParams();
    }

    @Override
    @Deprecated
    public ClientConnectionManager getConnectionManager() {
        return delegate.getConnectionManager();
    }

    /** How long the requests of a piece of work may take. */
    static final class Deadline implements AutoCloseable {
        private final CompletableFuture<@Nullable Void> timer = new CompletableFuture<>();
        private final Work work;

        private Deadline(Work work) {
            this.work = work;
        }

        boolean hasPassed() {
            return timer.isCompletedExceptionally();
        }

        @Override
        public void close() {
            timer.complete(null);
            work.startAgain();
        }
    }

    private static final class Work {
        private final AbortableHttpClient client;
        private @Nullable HttpUriRequest request;
        private boolean over;
        private boolean late;

        Work(AbortableHttpClient client) {
            this.client = client;
        }

        synchronized void waitFor(HttpUriRequest next) {
            if (over || late) {
                throw new CallEndedException(!over);
            }
            request = next;
        }

        /** A request whose connection went back to the pool must not be aborted: another may be using it. */
        synchronized void end() {
            over = true;
            request = null;
        }

        synchronized void abort() {
            HttpUriRequest underWay = request;
            end();
            if (underWay != null) {
                underWay.abort();
            }
        }

        synchronized void passed() {
            late = true;
            if (request != null) {
                request.abort();
            }
        }

        synchronized void startAgain() {
            late = false;
            request = null;
        }
    }
}
