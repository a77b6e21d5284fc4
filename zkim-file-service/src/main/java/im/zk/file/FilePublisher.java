package im.zk.file;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Publishes the content of a file to each subscriber, who gets a chunk for each that he asks for. */
final class FilePublisher implements Flow.Publisher<ByteBuffer> {

    private final Function<ChunkSink, CompletableFuture<@Nullable Void>> reading;

    /** By what reads the content to a sink. */
    FilePublisher(Function<ChunkSink, CompletableFuture<@Nullable Void>> reading) {
        this.reading = reading;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        Subscription subscription = new Subscription(subscriber);
        subscriber.onSubscribe(subscription);
        subscription.begin(reading);
    }

    private static final class Subscription implements Flow.Subscription, ChunkSink {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        private long demand;
        private byte @Nullable [] waiting;
        private CompletableFuture<@Nullable Void> taken = CompletableFuture.completedFuture(null);

        Subscription(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        void begin(Function<ChunkSink, CompletableFuture<@Nullable Void>> reading) {
            if (end.isDone()) {
                return;
            }
            CompletableFuture<@Nullable Void> read = reading.apply(this);
            end.whenComplete((value, failure) -> read.cancel(true));
            read.whenComplete((value, failure) -> {
                if (failure == null ? end.complete(null) : end.completeExceptionally(failure)) {
                    if (failure == null) {
                        subscriber.onComplete();
                    } else {
                        subscriber.onError(failure);
                    }
                }
            });
        }

        @Override
        public CompletableFuture<@Nullable Void> accept(byte[] piece) {
            CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
            synchronized (this) {
                waiting = piece;
                taken = done;
            }
            give();
            return done;
        }

        @Override
        public void request(long count) {
            if (count <= 0) {
                IllegalArgumentException illegal = new IllegalArgumentException("request() takes at least 1");
                if (end.completeExceptionally(illegal)) {
                    subscriber.onError(illegal);
                }
                return;
            }
            synchronized (this) {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            }
            give();
        }

        @Override
        public void cancel() {
            end.cancel(false);
        }

        private void give() {
            byte[] piece;
            CompletableFuture<@Nullable Void> done;
            synchronized (this) {
                piece = waiting;
                done = taken;
                if (piece == null || demand == 0 || end.isDone()) {
                    return;
                }
                waiting = null;
                demand--;
            }
            if (piece.length > 0) {
                subscriber.onNext(ByteBuffer.wrap(piece));
            } else {
                request(1);
            }
            done.complete(null);
        }
    }
}
