package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read is published by the rules of Reactive Streams. */
class SubscriptionTest {

    private static final int LAST = 19;

    private final InMemoryStorage storage = new InMemoryStorage();
    private final CompletableFuture<@Nullable Void> lastMayFail = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> lastFailed = new CompletableFuture<>();
    private final AtomicInteger gets = new AtomicInteger();
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(4, 4, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), work -> {
                Thread thread = new Thread(work);
                thread.setUncaughtExceptionHandler((where, thrown) -> uncaught.complete(thrown));
                return thread;
            });
    private final ZkimFileService service = ZkimFileService.builder()
            .storage(new ForwardingStorageBackend(storage) {
                @Override
                public CompletableFuture<byte @Nullable []> get(String key) {
                    gets.incrementAndGet();
                    return key.endsWith("%08x".formatted(LAST)) ? failing() : super.get(key);
                }
            })
            .config(Files.smallChunks().chunksInFlight(LAST + 1).build())
            .executor(threads)
            .build();

    @AfterEach
    void close() {
        service.close();
        threads.shutdown();
    }

    @Test
    void noMoreIsPublishedThanWasAskedFor() {
        Recorder three = new Recorder(subscription -> subscription.request(3), recorder -> {});

        publish(10 * CHUNK).subscribe(three);
        await(three.came(3));
        whenQuiet();

        assertThat(three.signals).containsExactly("next", "next", "next");
        three.subscription().request(Long.MAX_VALUE);
        assertThat(await(three.all)).isEqualTo(10 * CHUNK);
        assertThat(three.signals).hasSize(11).endsWith("complete");
    }

    @Test
    void noSignalComesBesideAnotherAndTheSubscriberIsNotInterrupted() {
        boolean[] interrupted = new boolean[1];
        Recorder slow = new Recorder(subscription -> subscription.request(Long.MAX_VALUE), recorder -> {
            service.close();
            whenQuietBut(1);
            interrupted[0] |= Thread.currentThread().isInterrupted();
        });

        publish((LAST + 1) * CHUNK).subscribe(slow);

        assertThat(failure(slow.all).code()).isEqualTo("ZKIM_FILE_SERVICE_CLOSED");
        assertThat(interrupted[0]).isFalse();
        assertThat(slow.overlapped).isFalse();
        assertThat(slow.signals).containsExactly("next", "error");
    }

    @Test
    void whatIsBeforeAChunkThatFailsIsPublishedFirst() {
        Recorder slow = new Recorder(subscription -> subscription.request(Long.MAX_VALUE), recorder -> {
            lastMayFail.complete(null);
            await(lastFailed);
            whenQuietBut(1);
        });

        publish((LAST + 1) * CHUNK).subscribe(slow);

        assertThat(failure(slow.all).code()).isEqualTo("ZKIM_FILE_DECRYPTION_FAILED");
        assertThat(slow.overlapped).isFalse();
        assertThat(slow.signals).hasSize(LAST + 1).endsWith("next", "error");
    }

    @Test
    void anEmptyFileCompletesUnasked() {
        Recorder silent = new Recorder(subscription -> {}, recorder -> {});

        publish(0).subscribe(silent);

        assertThat(await(silent.all)).isZero();
        assertThat(silent.signals).containsExactly("complete");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void askingForNothingIsAnError(long count) {
        Recorder wrong = new Recorder(
                subscription -> {
                    subscription.request(count);
                    subscription.request(1);
                },
                recorder -> {});

        publish(3 * CHUNK).subscribe(wrong);

        assertThat(wrong.all.handle((value, failure) -> failure).join()).isInstanceOf(IllegalArgumentException.class);
        assertThat(wrong.signals).containsExactly("error");
    }

    @Test
    void whoCancelsHearsNoMore() {
        Recorder leaving = new Recorder(
                subscription -> subscription.request(Long.MAX_VALUE),
                recorder -> recorder.subscription().cancel());

        publish(10 * CHUNK).subscribe(leaving);
        await(leaving.came(1));
        whenQuiet();

        assertThat(leaving.signals).containsExactly("next");
    }

    @Test
    void whoCancelsAtOnceCostsNoRead() {
        Flow.Publisher<ByteBuffer> publisher = publish(3 * CHUNK);
        gets.set(0);

        publisher.subscribe(new Recorder(Flow.Subscription::cancel, recorder -> {}));
        whenQuiet();

        assertThat(gets).hasValue(0);
    }

    @Test
    void aSubscriberThatThrowsEndsTheReadingAndItsErrorIsSeen() {
        Recorder broken = new Recorder(subscription -> subscription.request(Long.MAX_VALUE), recorder -> {
            throw new IllegalStateException("broken subscriber");
        });

        publish(10 * CHUNK).subscribe(broken);

        assertThat(await(uncaught)).hasMessage("broken subscriber");
        whenQuiet();
        assertThat(broken.signals).containsExactly("next");
    }

    @Test
    void aClosedServiceIsAnError() {
        Flow.Publisher<ByteBuffer> publisher = publish(CHUNK);
        Recorder late = new Recorder(subscription -> subscription.request(1), recorder -> {});
        service.close();
        threads.shutdown();

        publisher.subscribe(late);

        assertThat(failure(late.all).code()).isEqualTo("ZKIM_FILE_SERVICE_CLOSED");
        assertThat(late.signals).containsExactly("error");
    }

    @Test
    @SuppressWarnings("NullAway") // what is refused
    void noSubscriberIsAMistake() {
        Flow.Publisher<ByteBuffer> publisher = publish(CHUNK);

        assertThatNullPointerException().isThrownBy(() -> publisher.subscribe(null));
    }

    private Flow.Publisher<ByteBuffer> publish(int length) {
        ZkimFile file = await(service.createZkimFile(content(length), ALICE, platform, alice, NOTES));
        return service.publishFile(file, ALICE, alice, ProgressListener.NONE);
    }

    private CompletableFuture<byte @Nullable []> failing() {
        CompletableFuture<byte @Nullable []> failed = lastMayFail.thenCompose(may -> CompletableFuture.failedFuture(
                ServiceException.builder("TEST_ERROR", ErrorKind.UNAVAILABLE, "This call was chosen to fail.")
                        .build()));
        CompletableFuture<byte @Nullable []> seen = new CompletableFuture<>();
        failed.whenComplete((value, failure) -> {
            seen.completeExceptionally(Objects.requireNonNull(failure.getCause()));
            lastFailed.complete(null);
        });
        return seen;
    }

    private void whenQuiet() {
        whenQuietBut(0);
    }

    /** Waits until the executor has nothing to do but so many tasks: the storage answers at once, so nothing else can come. */
    private void whenQuietBut(int tasks) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        int quiet = 0;
        while (quiet < 1_000) {
            assertThat(System.nanoTime()).isLessThan(end);
            quiet = threads.getActiveCount() <= tasks && threads.getQueue().isEmpty() ? quiet + 1 : 0;
            Thread.onSpinWait();
        }
    }
}
