package im.zk.storage.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import im.zk.storage.spi.BackendLog;
import reactor.core.publisher.Mono;

/** Logs under which id the service knows each attempt of a request that it answered, and the one that the client gave it. */
final class RequestIds implements HttpPipelinePolicy {

    static final HttpHeaderName SERVICE = HttpHeaderName.fromString("x-ms-request-id");

    private static final HttpHeaderName CLIENT = HttpHeaderName.fromString("x-ms-client-request-id");

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        Mono<HttpResponse> answer = next.process();
        return BackendLog.showsRequests() ? answer.doOnNext(RequestIds::log) : answer;
    }

    private static void log(HttpResponse answer) {
        BackendLog.answered(
                "Azure",
                answer.getRequest().getHttpMethod().toString(),
                answer.getStatusCode(),
                answer.getHeaderValue(SERVICE),
                answer.getRequest().getHeaders().getValue(CLIENT));
    }
}
