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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
        Collector collector = new Collector(Integer.MAX_VALUE);
        service.publishFile(file, ALICE, alice, ProgressListener.NONE).subscribe(collector);
        assertThat(await(collector.all)).isEqualTo(data);
    }

    @Test
    void noMoreIsPublishedThanWasAskedFor() {
        ZkimFile file = await(service.createZkimFile(content(20 * CHUNK), ALICE, platform, alice, NOTES));
        Collector three = new Collector(3);

        service.publishFile(file, ALICE, alice, ProgressListener.NONE).subscribe(three);
        await(three.came(3));
        assertThat(three.came(4)).isNotDone();
        three.request(1);
        await(three.came(4));
        assertThat(three.came(5)).isNotDone();
        three.request(100);

        assertThat(await(three.all)).isEqualTo(content(20 * CHUNK));
    }

    @Test
    void anEmptyFileEndsUnasked() {
        ZkimFile file = await(service.createZkimFile(new byte[0], ALICE, platform, alice, NOTES));
        Collector collector = new Collector(0);

        service.publishFile(file, ALICE, alice, ProgressListener.NONE).subscribe(collector);

        assertThat(await(collector.all)).isEmpty();
    }

    @Test
    void anErrorComesAfterWhatTheSubscriberIsDoingAndDoesNotInterruptIt() {
        HoldingStorage holding = new HoldingStorage(storage);
        ZkimFile file = await(service.createZkimFile(content(9 * CHUNK), ALICE, platform, alice, NOTES));
        await(storage.delete(FileNames.chunk(file.id(), 2)));
        HoldingStorage.Held chunk = holding.holdNextCall("get " + FileNames.chunk(file.id(), 2));
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Boolean> failed = new CompletableFuture<>();
        Collector collector = new Collector(9) {
            @Override
            public void onNext(ByteBuffer buffer) {
                if (said.isEmpty()) {
                    chunk.release();
                    assertThat(readEnds(file)).isTrue();
                }
                said.add(Thread.interrupted() ? "interrupted" : "next");
            }

            @Override
            public void onError(Throwable failure) {
                said.add("error");
                failed.complete(true);
            }
        };

        try (ZkimFileService reading = Files.service(holding)) {
            reading.publishFile(file, ALICE, alice, ProgressListener.NONE).subscribe(collector);
            await(failed);
        }

        assertThat(said).containsExactly("next", "next", "error");
    }

    /** Gives the reading beside it the time that another one takes to come to the same end. */
    private boolean readEnds(ZkimFile file) {
        return failure(service.decryptZkimFile(file, ALICE, alice)).details().containsKey("chunk");
    }

    @Test
    void aPublisherThatBreaksTheRulesIsToldAndFailsTheUpload() {
        CompletableFuture<String> told = new CompletableFuture<>();
        Flow.Publisher<ByteBuffer> nothing = subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            @SuppressWarnings("NullAway") // it is what is to be refused
            public void request(long count) {
                try {
                    subscriber.onNext(null);
                } catch (NullPointerException refused) {
                    told.complete(String.valueOf(refused.getMessage()));
                }
            }

            @Override
            public void cancel() {}
        });

        ServiceException failed =
                failure(service.createZkimFile(nothing, ALICE, platform, alice, NOTES, ProgressListener.NONE));

        assertThat(failed.getCause()).isInstanceOf(NullPointerException.class);
        assertThat(await(told)).isEqualTo("buffer");
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
        Collector collector = new Collector(Integer.MAX_VALUE);

        service.publishFile(file, ALICE, alice, ProgressListener.NONE).subscribe(collector);

        assertThat(failure(collector.all).code()).isEqualTo("ZKIM_FILE_INTEGRITY_VALIDATION_FAILED");
        assertThat(collector.bytes.toByteArray()).isEqualTo(Arrays.copyOf(content(3 * CHUNK), CHUNK));
    }

    private static void whenSubscribed(SubmissionPublisher<?> publisher) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!publisher.hasSubscribers()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Asks for so many at first, and then when it is told to. */
    private static class Collector implements Flow.Subscriber<ByteBuffer> {
        final CompletableFuture<byte[]> all = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Map<Integer, CompletableFuture<Boolean>> came = new ConcurrentHashMap<>();
        private final int atFirst;
        private Flow.@Nullable Subscription subscription;
        private int count;

        Collector(int atFirst) {
            this.atFirst = atFirst;
        }

        CompletableFuture<Boolean> came(int number) {
            return came.computeIfAbsent(number, each -> new CompletableFuture<>());
        }

        void request(int more) {
            Objects.requireNonNull(subscription).request(more);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (atFirst > 0) {
                given.request(atFirst);
            }
        }

        @Override
        public void onNext(ByteBuffer buffer) {
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            bytes.writeBytes(part);
            came(++count).complete(true);
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
