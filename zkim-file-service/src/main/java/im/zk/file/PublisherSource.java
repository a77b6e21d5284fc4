package im.zk.file;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Content that is published, in buffers of any length; asks for one at a time, when that before was read to its end. */
final class PublisherSource implements ChunkSource, Flow.Subscriber<ByteBuffer> {

    private final Flow.Publisher<ByteBuffer> publisher;
    private final int chunkSize;
    private Flow.@Nullable Subscription subscription;
    private @Nullable CompletableFuture<Piece> wanted;
    private @Nullable ByteBuffer arrived;
    private byte[] filling;
    private int filled;
    private boolean subscribed;
    private boolean complete;
    private boolean ended;
    /** That the publisher said the last word: its subscription is over then, and not to be touched (rules 2.3 and 2.4). */
    private boolean told;

    private @Nullable Throwable failure;

    PublisherSource(Flow.Publisher<ByteBuffer> publisher, int chunkSize) {
        this.publisher = publisher;
        this.chunkSize = chunkSize;
        this.filling = new byte[chunkSize];
    }

    @Override
    public CompletableFuture<Piece> next() {
        CompletableFuture<Piece> piece = new CompletableFuture<>();
        boolean first;
        synchronized (this) {
            wanted = piece;
            first = !subscribed;
            subscribed = true;
        }
        if (first) {
            subscribe();
        } else {
            advance();
        }
        return piece;
    }

    private void subscribe() {
        try {
            publisher.subscribe(this);
        } catch (RuntimeException thrown) {
            throw new CallersFailure("publisher", thrown);
        }
    }

    @Override
    public long total() {
        return -1;
    }

    /** Cancels, once. A publisher that was never subscribed to may hold a connection for whoever will: it is told as well. */
    @Override
    public void end() {
        Flow.Subscription current;
        boolean never;
        synchronized (this) {
            ended = true;
            never = !subscribed;
            subscribed = true;
            current = told ? null : subscription;
            subscription = null;
            arrived = null;
        }
        if (never) {
            publisher.subscribe(this);
        } else if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        requireNonNull(given, "subscription");
        boolean refuse;
        synchronized (this) {
            refuse = subscription != null || ended;
            subscription = refuse ? subscription : given;
        }
        if (refuse) {
            given.cancel();
        } else {
            askOne(given);
        }
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        requireNonNull(buffer, "buffer");
        synchronized (this) {
            if (ended) {
                return;
            }
            if (arrived != null && arrived.hasRemaining()) {
                failure = new IllegalStateException("The publisher gave a buffer that was not asked for.");
            } else {
                arrived = buffer.duplicate();
            }
        }
        advance();
    }

    @Override
    public void onError(Throwable thrown) {
        requireNonNull(thrown, "failure");
        synchronized (this) {
            told = true;
            failure = thrown;
        }
        advance();
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            told = true;
            complete = true;
        }
        advance();
    }

    /** Null is against the rules: the publisher is told, and the upload ends. */
    private void requireNonNull(@Nullable Object given, String what) {
        if (given == null) {
            NullPointerException missing = new NullPointerException(what);
            synchronized (this) {
                failure = missing;
            }
            advance();
            throw missing;
        }
    }

    /** Fills the piece, gives it out when it is known whether another follows, or asks for more. */
    private void advance() {
        CompletableFuture<Piece> promise;
        Piece piece = null;
        Throwable thrown;
        Flow.Subscription ask = null;
        synchronized (this) {
            promise = wanted;
            thrown = failure;
            if (promise == null) {
                return;
            }
            if (thrown == null) {
                fill();
                piece = ready();
                ask = piece == null && arrived == null ? subscription : null;
            }
            if (piece != null || thrown != null) {
                wanted = null;
            }
        }
        if (thrown != null) {
            promise.completeExceptionally(new CallersFailure("publisher", thrown));
        } else if (piece != null) {
            promise.complete(piece);
        } else if (ask != null) {
            askOne(ask);
        }
    }

    /** Where asking throws, which breaks rule 3.16, nothing would ever come. */
    private void askOne(Flow.Subscription asked) {
        try {
            asked.request(1);
        } catch (RuntimeException | Error broken) {
            synchronized (this) {
                failure = failure == null ? broken : failure;
            }
            advance();
        }
    }

    private void fill() {
        ByteBuffer buffer = arrived;
        if (buffer != null) {
            int length = Math.min(buffer.remaining(), chunkSize - filled);
            buffer.get(filling, filled, length);
            filled += length;
            arrived = buffer.hasRemaining() ? buffer : null;
        }
    }

    private @Nullable Piece ready() {
        boolean more = arrived != null;
        if (!(complete && !more) && !(filled == chunkSize && more)) {
            return null;
        }
        Piece piece = new Piece(filling, 0, filled, complete && !more, () -> {});
        filling = new byte[chunkSize];
        filled = 0;
        return piece;
    }
}
