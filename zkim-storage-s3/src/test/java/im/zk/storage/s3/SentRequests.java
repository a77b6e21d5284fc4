package im.zk.storage.s3;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Sees each request as it is sent, retries too: its method, and what in the query tells it from others. */
final class SentRequests implements ExecutionInterceptor {

    private static final List<String> QUERIES = List.of("list-type", "delete", "uploads", "partNumber", "uploadId");

    private final List<String> all = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostAtATime = new AtomicInteger();

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        SdkHttpRequest request = context.httpRequest();
        String query = Stream.concat(QUERIES.stream(), Stream.of(""))
                .filter(each -> each.isEmpty() || request.rawQueryParameters().containsKey(each))
                .findFirst()
                .orElseThrow();
        all.add((request.method() + " " + query).trim());
        mostAtATime.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        underWay.decrementAndGet();
    }

    /** The requests of one operation, in the order in which they were sent. */
    List<String> during(Supplier<? extends CompletableFuture<?>> operation) {
        all.clear();
        mostAtATime.set(0);
        operation.get().orTimeout(60, TimeUnit.SECONDS).join();
        return List.copyOf(all);
    }

    /** How many of them were under way at the same time. */
    int mostAtATime() {
        return mostAtATime.get();
    }
}
