package im.zk.storage.azure;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.Context;
import com.azure.core.util.FluxUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Counts the attempts of a call that is more than one request to the SDK, as one that goes on with a value where it broke
 * off: each would have all attempts for itself, and they would multiply.
 */
final class Attempts implements HttpPipelinePolicy {

    private static final String KEY = "im.zk.storage.azure.attempts";

    /** Lets all requests of a call together be tried so often. */
    static <T> Mono<T> limit(int most, Mono<T> call) {
        return call.contextWrite(FluxUtil.toReactorContext(new Context(KEY, new Left(most))));
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return context.getData(KEY)
                .map(Left.class::cast)
                .map(left -> left.take(next))
                .orElseGet(next::process);
    }

    private static final class Left {
        private int attempts;
        private @Nullable Throwable last;

        Left(int attempts) {
            this.attempts = attempts;
        }

        synchronized Mono<HttpResponse> take(HttpPipelineNextPolicy next) {
            attempts--;
            return attempts < 0
                    ? Mono.error(new UsedUpException(last))
                    : next.process().doOnError(this::remember);
        }

        private synchronized void remember(Throwable failure) {
            last = failure;
        }
    }

    /** No attempt is left; not an {@link IOException}, after which the SDK would try again. */
    static final class UsedUpException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private UsedUpException(@Nullable Throwable last) {
            super("The value broke off, and there is no attempt left to read the rest.", last);
        }
    }
}
