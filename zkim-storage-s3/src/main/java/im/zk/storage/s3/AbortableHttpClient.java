package im.zk.storage.s3;

import im.zk.storage.spi.Futures;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Knows which request each piece of blocking work is waiting for, so that cancelling the work closes its connection: to
 * interrupt a thread that waits for a socket does nothing.
 */
final class AbortableHttpClient implements SdkHttpClient {

    private static final ThreadLocal<@Nullable Work> CURRENT = new ThreadLocal<>();

    private final SdkHttpClient delegate;

    AbortableHttpClient(SdkHttpClient delegate) {
        this.delegate = delegate;
    }

    /** Runs work that makes requests on an executor; cancelling aborts the one under way and refuses those after it. */
    <T extends @Nullable Object> CompletableFuture<T> supply(Executor executor, Callable<T> requests) {
        Work work = new Work();
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

    /**
     * A lookup of addresses that ends work which was cancelled in the meantime: Apache's client would connect all the same,
     * and forget the connection.
     */
    static DnsResolver lookUp(DnsResolver delegate) {
        return new Lookup(delegate);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = delegate.prepareRequest(request);
        Work work = CURRENT.get();
        if (work != null) {
            work.waitFor(prepared);
        }
        return prepared;
    }

    @Override
    public String clientName() {
        return delegate.clientName();
    }

    @Override
    public void close() {
        delegate.close();
    }

    private static final class Work {
        private @Nullable ExecutableHttpRequest request;
        private boolean over;

        synchronized void waitFor(ExecutableHttpRequest next) {
            requireWanted();
            request = next;
        }

        synchronized void requireWanted() {
            if (over) {
                throw AbortedException.create("The call was cancelled.");
            }
        }

        /** A request whose connection went back to the pool must not be aborted: another may be using it. */
        synchronized void end() {
            over = true;
            request = null;
        }

        synchronized void abort() {
            ExecutableHttpRequest underWay = request;
            end();
            if (underWay != null) {
                underWay.abort();
            }
        }
    }

    private record Lookup(DnsResolver delegate) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = delegate.resolve(host);
            Work work = CURRENT.get();
            if (work != null) {
                work.requireWanted();
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            return delegate.resolveCanonicalHostname(host);
        }
    }
}
