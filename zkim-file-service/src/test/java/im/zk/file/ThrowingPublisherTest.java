package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A publisher that throws where it must not ends the creation with the first failure, and nothing of the file stays. */
class ThrowingPublisherTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final FaultingStorage faulting = new FaultingStorage(storage);
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final ZkimFileService service = Files.service(faulting);

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void fromCancelAfterAnotherFailure() {
        ServiceException failed = create(new Throwing("cancel"), (bytes, total) -> {
            throw new IllegalStateException("in listener");
        });

        assertThat(allOf(failed)).containsExactly("in listener", "in cancel");
    }

    @Test
    void fromSubscribe() {
        assertThat(allOf(create(new Throwing("subscribe"), ProgressListener.NONE)))
                .containsExactly("in subscribe");
    }

    @Test
    void fromSubscribeAfterItGaveASubscriptionAndFromItsCancel() {
        assertThat(allOf(create(new Throwing("subscribe late, cancel"), ProgressListener.NONE)))
                .containsExactly("in subscribe late", "in cancel");
    }

    @Test
    void fromRequest() {
        assertThat(allOf(create(new Throwing("request"), ProgressListener.NONE)))
                .containsExactly("in request");
    }

    @Test
    void fromSubscribeWhenTheCreationNeverBegan() {
        for (String where : new String[] {"subscribe", "cancel"}) {
            faulting.fail(call -> call == 1, FaultingStorage.Effect.NONE);

            ServiceException failed = create(new Throwing(where), ProgressListener.NONE);

            assertThat(failed.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(allOf(failed)).containsExactly("This call was chosen to fail.", "in " + where);
        }
    }

    private ServiceException create(Flow.Publisher<ByteBuffer> publisher, ProgressListener listener) {
        ServiceException failed = failure(service.createZkimFile(publisher, ALICE, platform, alice, NOTES, listener));
        assertThat(failed.code()).isEqualTo("ZKIM_FILE_CREATION_FAILED");
        assertThat(await(storage.keys())).isEmpty();
        return failed;
    }

    /** What the cause of a failure says, and what was suppressed for it. */
    private static List<@Nullable String> allOf(ServiceException failed) {
        List<@Nullable String> said = new ArrayList<>();
        for (Throwable each = failed.getCause(); each != null; each = each.getCause()) {
            said.add(each.getMessage());
            for (Throwable suppressed : each.getSuppressed()) {
                said.add(suppressed.getMessage());
            }
        }
        for (Throwable suppressed : failed.getSuppressed()) {
            said.add(suppressed.getMessage());
        }
        return said;
    }

    /** Publishes two chunks, and throws where it is told to. */
    private record Throwing(String where) implements Flow.Publisher<ByteBuffer> {
        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            throwIn("subscribe");
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {
                    throwIn("request");
                    subscriber.onNext(ByteBuffer.wrap(content(2 * CHUNK)));
                }

                @Override
                public void cancel() {
                    throwIn("cancel");
                }
            });
            throwIn("subscribe late");
        }

        private void throwIn(String what) {
            if (List.of(where.split(", ")).contains(what)) {
                throw new IllegalStateException("in " + what);
            }
        }
    }
}
