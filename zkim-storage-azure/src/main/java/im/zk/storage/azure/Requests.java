package im.zk.storage.azure;

import im.zk.storage.spi.Futures;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How requests are made. What follows an answer runs on the executor, so that no continuation of a user's ever blocks one
 * of the few threads that serve all connections.
 */
final class Requests {

    private final Executor executor;
    private final Scheduler scheduler;
    private final Duration timeout;

    Requests(Executor executor, Duration timeout) {
        this.executor = executor;
        this.scheduler = Schedulers.fromExecutor(executor);
        this.timeout = timeout;
    }

    /** Ends a request, its retries and the transfer of its body included, that takes too long. */
    <T> Mono<T> timed(Mono<T> request) {
        return request.timeout(timeout);
    }

    /** Work that takes a while, as for a checksum. */
    <T> Mono<T> compute(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(scheduler);
    }

    /** Makes one request that has an answer. */
    <T> CompletableFuture<T> ask(Mono<T> request) {
        return Futures.map(send(timed(request)), answer -> Objects.requireNonNull(answer, "answer"));
    }

    /** Begins requests; cancelling the future ends their connections. */
    <T> CompletableFuture<@Nullable T> send(Mono<T> requests) {
        CompletableFuture<@Nullable T> result = new CompletableFuture<>();
        CompletableFuture<@Nullable T> answer = requests.toFuture();
        result.whenComplete((value, failure) -> answer.cancel(true));
        answer.whenComplete((value, failure) -> leaveReactor(() -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        }));
        return result;
    }

    private void leaveReactor(Runnable completion) {
        try {
            executor.execute(completion);
        } catch (RejectedExecutionException full) {
            // The answer is there; that nobody else can hand it on is no reason to lose it.
            completion.run();
        }
    }
}
