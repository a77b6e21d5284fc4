package im.zk.storage.s3;

import im.zk.storage.spi.BackendLog;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Logs under which id the service knows each attempt of a request that it answered. */
final class RequestIds implements ExecutionInterceptor {

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        if (BackendLog.showsRequests()) {
            SdkHttpResponse answer = context.httpResponse();
            BackendLog.answered(
                    "S3",
                    String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)),
                    answer.statusCode(),
                    answer.firstMatchingHeader("x-amz-request-id").orElse(null),
                    answer.firstMatchingHeader("x-amz-id-2").orElse(null));
        }
    }
}
