package im.zk.storage.spi;

import java.io.EOFException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Reads a body into one array: of the length that it states, or growing where it states none. */
public final class BodyReader implements BodySubscriber<byte[]> {

    /** The most elements that every JVM can give to an array. */
    public static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private static final int FIRST_BYTES = 8 * 1024;

    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final long maximum;
    private final boolean cutting;
    private final long stated;
    private byte[] bytes = new byte[0];
    private int length;
    private @Nullable Subscription subscription;

    /**
     * Reads one body.
     *
     * @param maximum how many bytes are taken
     * @param cutting whether a longer body is cut there, or refused with {@link AnswerTooLargeException}
     * @param headers the answer's headers
     */
    public BodyReader(long maximum, boolean cutting, HttpHeaders headers) {
        this.maximum = maximum;
        this.cutting = cutting;
        this.stated = headers.firstValueAsLong("Content-Length").orElse(-1);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        if (stated > maximum && !cutting) {
            refuse();
            return;
        }
        bytes = new byte[(int) Math.min(stated < 0 ? FIRST_BYTES : stated, maximum)];
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (!body.isDone()) {
                take(buffer);
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(isEndOfStream(failure) ? cutShort() : failure);
    }

    @Override
    public void onComplete() {
        if (stated > length) {
            body.completeExceptionally(cutShort());
        } else if (stated >= 0 && stated < length) {
            body.completeExceptionally(
                    new MalformedAnswerException("The answer has more bytes than the " + stated + " that it states."));
        } else {
            body.complete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        }
    }

    private void take(ByteBuffer buffer) {
        long room = maximum - length;
        if (buffer.remaining() > room && !cutting) {
            refuse();
            return;
        }
        int taken = (int) Math.min(buffer.remaining(), room);
        if (taken > bytes.length - length) {
            long doubled = Math.max(2L * bytes.length, (long) length + taken);
            bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, maximum));
        }
        buffer.get(bytes, length, taken);
        length += taken;
        if (length == maximum && cutting) {
            cancel();
            body.complete(bytes.length == length ? bytes : Arrays.copyOf(bytes, length));
        }
    }

    private void refuse() {
        cancel();
        body.completeExceptionally(new AnswerTooLargeException(maximum));
    }

    private void cancel() {
        Subscription known = subscription;
        if (known != null) {
            known.cancel();
        }
    }

    private MalformedAnswerException cutShort() {
        String expected = stated < 0 ? "" : " of " + stated;
        return new MalformedAnswerException("The answer was cut short after " + length + expected + " bytes.");
    }

    private static boolean isEndOfStream(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof EOFException) {
                return true;
            }
        }
        return false;
    }
}
