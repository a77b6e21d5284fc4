package im.zk.storage.s3;

import im.zk.storage.spi.Futures;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * A value that goes up in parts, several at a time, and appears whole or not at all.
 *
 * <p>Each request is a piece of work of its own, and none waits for another on the executor, so that uploads cannot
 * starve each other. One that does not come to its end is aborted when no request of it runs any more, for a part that
 * arrives behind the abort would stay.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html">AbortMultipartUpload</a>
 */
final class MultipartUpload {

    private static final Logger LOGGER = LoggerFactory.getLogger(MultipartUpload.class);

    private static final int PARTS_AT_A_TIME = 4;
    private static final byte[] NOTHING = {};
    private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(10);

    private final Uploads uploads;
    private final String name;
    private final int count;
    private final AtomicInteger next = new AtomicInteger(1);
    private final AtomicReferenceArray<@Nullable CompletedPart> parts;
    private final CompletableFuture<@Nullable Void> aborted = new CompletableFuture<>();
    private byte[] value;
    private @Nullable String uploadId;
    private boolean abandoned;
    private boolean aborting;
    private int running;

    MultipartUpload(Uploads uploads, String name, byte[] value, int partSize) {
        this.uploads = uploads;
        this.name = name;
        this.value = value;
        this.count = (int) (((long) value.length + partSize - 1) / partSize);
        this.parts = new AtomicReferenceArray<>(count + 1);
    }

    /** Fails after the abort, or cancelled, begins it. */
    CompletableFuture<@Nullable Void> run() {
        CompletableFuture<@Nullable Void> upload = Futures.then(
                send(this::create), id -> Futures.then(uploadParts(id), ignored -> send(() -> complete(id))));
        CompletableFuture<@Nullable Void> result = Futures.recover(
                upload,
                failure -> Futures.then(abandon(), ignored -> CompletableFuture.<@Nullable Void>failedFuture(failure)));
        result.whenComplete((done, failure) -> {
            if (failure != null) {
                abandon();
            }
        });
        return result;
    }

    /** Aborts what could not be aborted on the executor, after its requests have ended, within a time. */
    void abortNow(Duration timeout) {
        abandon();
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            awaitIdle(deadline);
            long left = Math.max(TimeUnit.MILLISECONDS.toNanos(1), deadline - System.nanoTime());
            abort(Duration.ofNanos(left));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private String create() {
        String id = uploads.create(name);
        synchronized (this) {
            uploadId = id;
        }
        uploads.opened(this);
        return id;
    }

    private @Nullable Void complete(String id) {
        List<CompletedPart> all = IntStream.rangeClosed(1, count)
                .mapToObj(number -> Objects.requireNonNull(parts.get(number)))
                .toList();
        uploads.complete(name, id, value, all);
        uploads.ended(this);
        return null;
    }

    /** The first failure stops the others, and so does cancelling. */
    private CompletableFuture<@Nullable Void> uploadParts(String id) {
        CompletableFuture<@Nullable Void> all = new CompletableFuture<>();
        List<CompletableFuture<@Nullable Void>> lanes = IntStream.range(0, Math.min(count, PARTS_AT_A_TIME))
                .mapToObj(lane -> uploadFurtherParts(id))
                .toList();
        AtomicInteger busy = new AtomicInteger(lanes.size());
        for (CompletableFuture<@Nullable Void> lane : lanes) {
            lane.whenComplete((done, failure) -> {
                if (failure != null) {
                    all.completeExceptionally(failure);
                } else if (busy.decrementAndGet() == 0) {
                    all.complete(null);
                }
            });
        }
        all.whenComplete((done, failure) -> lanes.forEach(lane -> lane.cancel(true)));
        return all;
    }

    /** One part after the other; at most some hundred, so that the chain of futures is not deep. */
    private CompletableFuture<@Nullable Void> uploadFurtherParts(String id) {
        int number = next.getAndIncrement();
        if (number > count) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<CompletedPart> part = send(() -> uploads.uploadPart(name, id, value, number));
        return Futures.then(part, uploaded -> {
            parts.set(number, uploaded);
            return uploadFurtherParts(id);
        });
    }

    private <T extends @Nullable Object> CompletableFuture<T> send(Callable<T> request) {
        return uploads.requests().send(() -> {
            begin();
            try {
                return request.call();
            } finally {
                end();
            }
        });
    }

    private synchronized void begin() {
        if (abandoned) {
            throw new CancellationException("The upload is given up");
        }
        running++;
    }

    private synchronized void end() {
        running--;
        notifyAll();
        if (abandoned && running == 0) {
            sendAbort();
        }
    }

    private synchronized void awaitIdle(long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        while ((running > 0 || aborting) && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
    }

    private synchronized CompletableFuture<@Nullable Void> abandon() {
        if (!abandoned) {
            abandoned = true;
            if (running == 0) {
                sendAbort();
            }
        }
        return aborted;
    }

    /** Nobody reads the value any more. An abort that the executor refuses is left to the backend's end, and is not to keep it. */
    private void sendAbort() {
        value = NOTHING;
        CompletableFuture<@Nullable Void> abort = uploads.requests().send(() -> {
            abort(ABORT_TIMEOUT);
            return null;
        });
        abort.whenComplete((done, failure) -> aborted.complete(null));
    }

    private void abort(Duration timeout) {
        String id = beginAbort();
        if (id == null) {
            return;
        }
        String left = null;
        try {
            uploads.abort(name, id, timeout);
        } catch (NoSuchUploadException completedOrAborted) {
            LOGGER.debug("The upload {} was over already", id);
        } catch (RuntimeException failed) {
            if (failed instanceof AbortedException || Thread.currentThread().isInterrupted()) {
                // The backend is being closed, which then aborts it once more.
                left = id;
            } else {
                LOGGER.warn(
                        "Parts of the failed upload {} may stay in the bucket {} until a lifecycle rule removes them: {}",
                        id,
                        uploads.bucket(),
                        failed.getClass().getName());
            }
        } finally {
            endAbort(left);
        }
    }

    private synchronized @Nullable String beginAbort() {
        String id = uploadId;
        if (id != null) {
            uploadId = null;
            aborting = true;
        }
        return id;
    }

    private synchronized void endAbort(@Nullable String left) {
        aborting = false;
        uploadId = left;
        notifyAll();
        if (left == null) {
            uploads.ended(this);
        }
    }
}
