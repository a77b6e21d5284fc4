package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.InMemoryStorage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The rules of Reactive Streams by their own tests, for what is read and for what is written. */
class ReactiveStreamsRulesTest {

    private static final int PATIENCE_MILLIS = 5000;
    private static final int SILENCE_MILLIS = 50;
    private static final int MOST_CHUNKS = 300;

    /** What those tests do not check of a publisher, or of a subscriber whose inside they do not see. */
    private static final String UNTESTED = "untested_";

    /** A rule for publishers of 2^31 elements, which is more than a file has chunks. */
    private static final Set<String> OF_OTHERS =
            Set.of("required_spec317_mustNotSignalOnErrorWhenPendingAboveLongMaxValue");

    private final InMemoryStorage storage = new InMemoryStorage();
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final ZkimFileService service = Files.service(storage);

    @AfterEach
    void close() {
        service.close();
    }

    @TestFactory
    Stream<DynamicTest> whatIsRead() {
        return rules(Reading::new);
    }

    @TestFactory
    Stream<DynamicTest> whatIsWritten() {
        return rules(Writing::new);
    }

    private static Stream<DynamicTest> rules(Supplier<Object> verification) {
        return Arrays.stream(verification.get().getClass().getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class)
                        && !method.getName().startsWith(UNTESTED))
                .map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> check(verification.get(), rule)));
    }

    private static void check(Object verification, Method rule) throws Throwable {
        verification.getClass().getMethod("setUp").invoke(verification);
        SubscriberBlackboxVerification<?> helped =
                verification instanceof SubscriberBlackboxVerification<?> subscriber ? subscriber : null;
        if (helped != null) {
            helped.startPublisherExecutorService();
        }
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException thrown) {
            if (!(thrown.getCause() instanceof SkipException skipped)) {
                throw thrown.getCause();
            }
            assertThat(OF_OTHERS).as(skipped.getMessage()).contains(rule.getName());
        } finally {
            if (helped != null) {
                helped.shutdownPublisherExecutorService();
            }
        }
    }

    private static TestEnvironment environment() {
        return new TestEnvironment(PATIENCE_MILLIS, SILENCE_MILLIS);
    }

    private ZkimFile file(long chunks) {
        return await(service.createZkimFile(content((int) chunks * CHUNK), ALICE, platform, alice, NOTES));
    }

    /** A file of as many chunks as elements are asked for. */
    public final class Reading extends FlowPublisherVerification<ByteBuffer> {
        Reading() {
            super(environment(), PATIENCE_MILLIS);
        }

        @Override
        public Flow.Publisher<ByteBuffer> createFlowPublisher(long elements) {
            return service.publishFile(file(elements), ALICE, alice, ProgressListener.NONE);
        }

        @Override
        public Flow.Publisher<ByteBuffer> createFailedFlowPublisher() {
            ZkimFile file = file(1);
            await(storage.delete(FileNames.chunk(file.id(), 0)));
            return service.publishFile(file, ALICE, alice, ProgressListener.NONE);
        }

        @Override
        public long maxElementsFromPublisher() {
            return MOST_CHUNKS;
        }
    }

    /** The subscriber that a creation gives to its publisher. */
    public final class Writing extends FlowSubscriberBlackboxVerification<ByteBuffer> {
        Writing() {
            super(environment());
        }

        @Override
        public Flow.Subscriber<ByteBuffer> createFlowSubscriber() {
            CompletableFuture<Flow.Subscriber<? super ByteBuffer>> subscriber = new CompletableFuture<>();
            service.createZkimFile(subscriber::complete, ALICE, platform, alice, NOTES, ProgressListener.NONE);
            @SuppressWarnings("unchecked") // takes what is to be written, and gives nothing
            Flow.Subscriber<ByteBuffer> given = (Flow.Subscriber<ByteBuffer>) await(subscriber);
            return given;
        }

        @Override
        public ByteBuffer createElement(int element) {
            return ByteBuffer.wrap(content(element % CHUNK + 1));
        }
    }
}
