package im.zk.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscriber that writes down what it is told. */
final class Recorder implements Flow.Subscriber<ByteBuffer> {
    private static final int MOST = 20;

    final CompletableFuture<Integer> all = new CompletableFuture<>();
    final List<String> signals = new ArrayList<>();
    private final List<CompletableFuture<@Nullable Void>> arrivals = new ArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final Consumer<Flow.Subscription> begin;
    private final Consumer<Recorder> onEach;
    volatile boolean overlapped;
    private volatile Flow.@Nullable Subscription subscription;
    private int bytes;

    Recorder(Consumer<Flow.Subscription> begin, Consumer<Recorder> onEach) {
        this.begin = begin;
        this.onEach = onEach;
        for (int each = 0; each < MOST; each++) {
            arrivals.add(new CompletableFuture<>());
        }
    }

    CompletableFuture<@Nullable Void> came(int pieces) {
        return arrivals.get(pieces - 1);
    }

    Flow.Subscription subscription() {
        return Objects.requireNonNull(subscription);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        begin.accept(given);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        enter("next");
        bytes += buffer.remaining();
        int come = signals.size();
        try {
            onEach.accept(this);
        } finally {
            inside.decrementAndGet();
            arrivals.get(come - 1).complete(null);
        }
    }

    @Override
    public void onError(Throwable failure) {
        enter("error");
        all.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        enter("complete");
        all.complete(bytes);
    }

    private void enter(String signal) {
        overlapped |= inside.getAndIncrement() != 0;
        signals.add(signal);
    }
}
