package im.zk.storage.gcs;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseInterceptor;
import im.zk.storage.spi.BackendLog;

/** Logs under which id the service knows each request that it answered. */
final class RequestIds {

    static final String HEADER = "x-guploader-uploadid";

    private RequestIds() {}

    /** What the library does with an answer is done after it, as before. */
    static void log(HttpRequest request) {
        if (!BackendLog.showsRequests()) {
            return;
        }
        HttpResponseInterceptor usual = request.getResponseInterceptor();
        request.setResponseInterceptor(answer -> {
            log(answer);
            if (usual != null) {
                usual.interceptResponse(answer);
            }
        });
    }

    private static void log(HttpResponse answer) {
        HttpHeaders headers = answer.getHeaders();
        BackendLog.answered(
                "GCS",
                answer.getRequest().getRequestMethod(),
                answer.getStatusCode(),
                headers.getFirstHeaderStringValue(HEADER),
                headers.getFirstHeaderStringValue("x-cloud-trace-context"));
    }
}
