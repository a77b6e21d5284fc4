package im.zk.file;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Publishes the content of a file to each subscriber, who gets a chunk for each that he asks for. */
final class FilePublisher implements Flow.Publisher<ByteBuffer> {

    private final Executor executor;
    private final Function<ChunkSink, CompletableFuture<@Nullable Void>> reading;

    /** By what reads the content to a sink; subscribers are called on the executor. */
    FilePublisher(Executor executor, Function<ChunkSink, CompletableFuture<@Nullable Void>> reading) {
        this.executor = executor;
        this.reading = reading;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        Subscription subscription = new Subscription(executor, subscriber);
        subscriber.onSubscribe(subscription);
        subscription.begin(reading);
    }

    /** One task at a time calls the subscriber, and none that the reading interrupts. */
    private static final class Subscription implements Flow.Subscription, ChunkSink {
        private final Executor executor;
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
        /** Above 0 while the subscriber may be being called, at first by onSubscribe. */
        private final AtomicInteger wakeUps = new AtomicInteger(1);

        private long demand;
        private byte @Nullable [] waiting;
        private CompletableFuture<@Nullable Void> taken = CompletableFuture.completedFuture(null);
        private boolean complete;
        private boolean over;
        private @Nullable Throwable failure;

        Subscription(Executor executor, Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.executor = executor;
            this.subscriber = subscriber;
        }

        void begin(Function<ChunkSink, CompletableFuture<@Nullable Void>> reading) {
            if (!stopped.isDone()) {
                CompletableFuture<@Nullable Void> read = reading.apply(this);
                stopped.whenComplete((value, cancelled) -> read.cancel(true));
                read.whenComplete((value, thrown) -> {
                    end(thrown);
                    wakeUp();
                });
            }
            start();
        }

        @Override
        public CompletableFuture<@Nullable Void> accept(byte[] piece) {
            CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
            synchronized (this) {
                waiting = piece;
                taken = done;
            }
            wakeUp();
            return done;
        }

        @Override
        public void request(long count) {
            if (count <= 0) {
                end(
                        new IllegalArgumentException(
                                "A non-positive subscription request breaks rule 3.9 of Reactive Streams: ask for at least 1."));
            } else {
                synchronized (this) {
                    demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
                }
            }
            wakeUp();
        }

        @Override
        public void cancel() {
            synchronized (this) {
                over = true;
            }
            stopped.complete(null);
        }

        private synchronized void end(@Nullable Throwable thrown) {
            complete = thrown == null;
            failure = failure == null ? thrown : failure;
        }

        private void wakeUp() {
            if (wakeUps.getAndIncrement() == 0) {
                start();
            }
        }

        private void start() {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException closed) {
                run();
            }
        }

        private void run() {
            int seen = 1;
            do {
                boolean more;
                do {
                    more = signal();
                } while (more);
                seen = wakeUps.addAndGet(-seen);
            } while (seen != 0);
        }

        /** Calls the subscriber once, where there is something to say. */
        private boolean signal() {
            byte[] piece;
            Throwable thrown;
            CompletableFuture<@Nullable Void> done;
            synchronized (this) {
                piece = waiting;
                thrown = failure;
                done = taken;
                boolean ready = piece == null ? complete : demand > 0 || piece.length == 0;
                if (over || (thrown == null && !ready)) {
                    return false;
                }
                over = thrown != null || piece == null;
                waiting = null;
                if (thrown == null && piece != null && piece.length > 0) {
                    demand--;
                }
            }
            call(thrown, piece);
            done.complete(null);
            return true;
        }

        private void call(@Nullable Throwable thrown, byte @Nullable [] piece) {
            try {
                if (thrown != null) {
                    stopped.complete(null);
                    subscriber.onError(thrown);
                } else if (piece == null) {
                    subscriber.onComplete();
                } else if (piece.length > 0) {
                    subscriber.onNext(ByteBuffer.wrap(piece));
                }
            } catch (RuntimeException | Error theirs) {
                cancel();
                throw theirs;
            }
        }
    }
}
