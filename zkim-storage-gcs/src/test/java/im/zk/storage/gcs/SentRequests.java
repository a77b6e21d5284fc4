package im.zk.storage.gcs;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.http.HttpRequest;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.HttpResponse;
import org.apache.http.HttpResponseInterceptor;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.protocol.HttpContext;

/** Sees each request as it is sent, retries too: its method, and what in its target tells it from others. */
final class SentRequests {

    private final List<String> all = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostAtATime = new AtomicInteger();

    /** Looks at the requests of a backend. */
    void watch(HttpClientBuilder connections) {
        connections.addInterceptorLast((HttpRequestInterceptor) this::sent);
        connections.addInterceptorLast((HttpResponseInterceptor) this::answered);
    }

    private void sent(HttpRequest request, HttpContext context) {
        all.add(request.getRequestLine().getMethod() + " "
                + kind(request.getRequestLine().getUri()));
        mostAtATime.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    }

    private void answered(HttpResponse response, HttpContext context) {
        underWay.decrementAndGet();
    }

    private static String kind(String target) {
        if (target.startsWith("/batch/")) {
            return "batch";
        }
        if (target.startsWith("/upload/")) {
            return target.contains("upload_id=") ? "chunk" : target.replaceAll(".*uploadType=([a-z]+).*", "$1");
        }
        if (target.startsWith("/download/")) {
            return "media";
        }
        return target.contains("/o/") ? "metadata" : "list";
    }

    /** The requests of one operation, in the order in which they were sent. */
    List<String> during(Supplier<? extends CompletableFuture<?>> operation) {
        all.clear();
        mostAtATime.set(0);
        operation.get().orTimeout(120, TimeUnit.SECONDS).join();
        return List.copyOf(all);
    }

    /** How many of them were under way at the same time. */
    int mostAtATime() {
        return mostAtATime.get();
    }
}
