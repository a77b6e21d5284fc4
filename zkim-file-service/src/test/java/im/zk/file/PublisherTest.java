package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Content that is published comes in whole, and content that is read is published whole, as it is asked for. */
class PublisherTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final ZkimFileService service = Files.service(storage);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        service.close();
        threads.shutdown();
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "1024,1024", "1025,7", "5000,1", "20000,4096", "20480,1024", "20480,100000"})
    void buffersOfAnyLength(int length, int buffer) {
        byte[] data = content(length);
        SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>(threads, 4);

        CompletableFuture<ZkimFile> made =
                service.createZkimFile(publisher, ALICE, platform, alice, NOTES, ProgressListener.NONE);
        whenSubscribed(publisher);
        for (int at = 0; at < length; at += buffer) {
            publisher.submit(ByteBuffer.wrap(data, at, Math.min(buffer, length - at)));
        }
        publisher.close();
        ZkimFile file = await(made);

        assertThat(await(service.downloadFile(file.id(), ALICE, platform, alice)))
                .isEqualTo(data);
        Collector collector = new Collector(1, Integer.MAX_VALUE);
        service.publishFile(file, ALICE, alice, ProgressListener.NONE).subscribe(collector);
        assertThat(await(collector.all)).isEqualTo(data);
    }

    @Test
    void noMoreIsPublishedThanWasAskedFor() {
        ZkimFile file = await(service.createZkimFile(content(20 * CHUNK), ALICE, platform, alice, NOTES));
        Collector three = new Collector(3, 3);

        service.publishFile(file, ALICE, alice, ProgressListener.NONE).subscribe(three);

        assertThat(await(three.all)).hasSize(3 * CHUNK);
    }

    @Test
    void aBrokenPublisherFailsTheUploadAndLeavesNothing() {
        SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>(threads, 4);
        CompletableFuture<ZkimFile> made =
                service.createZkimFile(publisher, ALICE, platform, alice, NOTES, ProgressListener.NONE);
        whenSubscribed(publisher);
        publisher.submit(ByteBuffer.wrap(content(3 * CHUNK)));
        publisher.closeExceptionally(new IllegalStateException("broken"));

        ServiceException broken = failure(made);

        assertThat(broken.code()).isEqualTo("ZKIM_FILE_CREATION_FAILED");
        assertThat(broken.getCause()).hasMessage("broken");
        assertThat(await(storage.keys())).isEmpty();
    }

    @Test
    void aDamagedFileFailsTheSubscriber() {
        ZkimFile file = await(service.createZkimFile(content(3 * CHUNK), ALICE, platform, alice, NOTES));
        await(storage.delete(FileNames.chunk(file.id(), 1)));
        Collector collector = new Collector(1, Integer.MAX_VALUE);

        service.publishFile(file, ALICE, alice, ProgressListener.NONE).subscribe(collector);

        assertThat(failure(collector.all).code()).isEqualTo("ZKIM_FILE_INTEGRITY_VALIDATION_FAILED");
    }

    private static void whenSubscribed(SubmissionPublisher<?> publisher) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!publisher.hasSubscribers()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Asks for so many, one after the other once the first have come, and cancels after a number of them. */
    private static final class Collector implements Flow.Subscriber<ByteBuffer> {
        private final CompletableFuture<byte[]> all = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int atFirst;
        private final int end;
        private Flow.@Nullable Subscription subscription;
        private int came;

        Collector(int atFirst, int end) {
            this.atFirst = atFirst;
            this.end = end;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(atFirst);
        }

        @Override
        public void onNext(ByteBuffer buffer) {
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            bytes.writeBytes(part);
            Flow.Subscription current = java.util.Objects.requireNonNull(subscription);
            if (++came == end) {
                current.cancel();
                all.complete(bytes.toByteArray());
            } else if (came >= atFirst) {
                current.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            all.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            all.complete(bytes.toByteArray());
        }
    }
}
