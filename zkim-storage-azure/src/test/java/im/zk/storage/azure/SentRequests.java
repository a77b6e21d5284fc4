package im.zk.storage.azure;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Sees each request as it is sent, retries too: its method, and what in the query tells it from others. The parts of a
 * batch go by here as well, when the batch is made; they have no answer of their own.
 */
final class SentRequests implements HttpPipelinePolicy {

    private static final Map<String, String> WORDS = Map.of(
            "comp=list", " list", "comp=batch", " batch", "comp=blocklist", " blocklist", "comp=block", " block");

    private final List<String> all = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostAtATime = new AtomicInteger();

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        HttpRequest request = context.getHttpRequest();
        int one = request.getHttpMethod() == HttpMethod.DELETE ? 0 : 1;
        return Mono.defer(() -> {
                    mostAtATime.accumulateAndGet(underWay.addAndGet(one), Math::max);
                    return next.process();
                })
                .doOnNext(answer -> all.add(describe(request)))
                .doFinally(end -> underWay.addAndGet(-one));
    }

    /** The requests of one operation that were answered, in the order of the answers. */
    List<String> during(Supplier<? extends CompletableFuture<?>> operation) {
        all.clear();
        mostAtATime.set(0);
        operation.get().orTimeout(60, TimeUnit.SECONDS).join();
        return List.copyOf(all);
    }

    /** How many of them were under way at the same time, but for deletions. */
    int mostAtATime() {
        return mostAtATime.get();
    }

    private static String describe(HttpRequest request) {
        String query = String.valueOf(request.getUrl().getQuery());
        for (String part : query.split("&", -1)) {
            if (WORDS.containsKey(part)) {
                return request.getHttpMethod() + WORDS.get(part);
            }
        }
        return request.getHttpMethod().toString();
    }
}
