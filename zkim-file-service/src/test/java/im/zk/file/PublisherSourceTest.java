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
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A file's content is taken from a publisher by the rules of Reactive Streams. */
class PublisherSourceTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final FaultingStorage faulting = new FaultingStorage(storage);
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final ZkimFileService service = Files.service(faulting);
    private final HandPublisher publisher = new HandPublisher();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    @SuppressWarnings("NullAway") // what is refused
    void nullIsRefusedWhereItIsGiven() {
        PublisherSource source = new PublisherSource(publisher, CHUNK);

        assertThatNullPointerException().isThrownBy(() -> source.onSubscribe(null));
        assertThatNullPointerException().isThrownBy(() -> source.onNext(null));
        assertThatNullPointerException().isThrownBy(() -> source.onError(null));
    }

    @Test
    void aPublisherThatEndedIsNotCancelled() {
        for (boolean fails : new boolean[] {true, false}) {
            AtomicLong cancelled = new AtomicLong();
            PublisherSource source = new PublisherSource(subscriber -> {}, CHUNK);
            CompletableFuture<ChunkSource.Piece> piece = source.next();
            source.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {
                    assertThat(count).isEqualTo(1);
                }

                @Override
                public void cancel() {
                    cancelled.incrementAndGet();
                }
            });

            if (fails) {
                source.onError(new IllegalStateException("broken"));
            } else {
                source.onComplete();
            }
            source.end();

            assertThat(piece).isDone();
            assertThat(cancelled).hasValue(0);
        }
    }

    @Test
    void aLongBufferIsReadWhereItIs() {
        byte[] given = content(3 * CHUNK);
        PublisherSource source = new PublisherSource(publisher, CHUNK);
        CompletableFuture<ChunkSource.Piece> first = source.next();

        source.onNext(ByteBuffer.wrap(given));
        assertThat(await(first).array()).startsWith(content(3 * CHUNK)[0]);
        given[2 * CHUNK] ^= 1;
        await(source.next());
        CompletableFuture<ChunkSource.Piece> last = source.next();
        source.onComplete();

        assertThat(await(last).array()[0]).isEqualTo(given[2 * CHUNK]);
        assertThat(await(last).last()).isTrue();
        assertThat(publisher.asked).hasValue(2);
    }

    @Test
    void aBufferThatWasNotAskedForIsAnError() {
        PublisherSource source = new PublisherSource(publisher, CHUNK);
        CompletableFuture<ChunkSource.Piece> first = source.next();
        source.onNext(ByteBuffer.wrap(content(3 * CHUNK)));
        await(first);

        source.onNext(ByteBuffer.wrap(content(1)));

        assertThat(source.next().handle((piece, failure) -> failure).join()).hasMessageContaining("not asked for");
    }

    @Test
    void aPublisherOfAnUploadThatNeverBeganIsCancelled() {
        faulting.fail(call -> call == 1, FaultingStorage.Effect.NONE);

        CompletableFuture<ZkimFile> made =
                service.createZkimFile(publisher, ALICE, platform, alice, NOTES, ProgressListener.NONE);

        assertThat(failure(made).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        await(publisher.cancelled);
        assertThat(publisher.asked).hasValue(0);
    }

    @Test
    void aPublisherThatAClosedServiceIsGivenIsCancelled() {
        service.close();

        CompletableFuture<ZkimFile> made =
                service.createZkimFile(publisher, ALICE, platform, alice, NOTES, ProgressListener.NONE);

        assertThat(failure(made)).returns(ErrorKind.CLOSED, ServiceException::kind);
        await(publisher.cancelled);
    }

    @Test
    void aSecondSubscriptionIsRefused() {
        PublisherSource source = new PublisherSource(publisher, CHUNK);
        var unused = source.next();

        HandPublisher second = new HandPublisher();
        second.subscribe(source);

        await(second.cancelled);
        assertThat(publisher.cancelled).isNotDone();
    }

    /** Gives what the test gives. */
    private static final class HandPublisher implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
        private final CompletableFuture<Flow.Subscriber<? super ByteBuffer>> subscribed = new CompletableFuture<>();
        private final CompletableFuture<@Nullable Void> cancelled = new CompletableFuture<>();
        private final AtomicLong asked = new AtomicLong();

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            subscriber.onSubscribe(this);
            subscribed.complete(subscriber);
        }

        @Override
        public void request(long count) {
            asked.addAndGet(count);
        }

        @Override
        public void cancel() {
            cancelled.complete(null);
        }
    }
}
