package im.zk.storage.spi;

import static im.zk.storage.spi.TestErrors.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallsTest {

    private final Calls calls = Calls.blocking(new TestErrors(), null, "calls-test");
    private final AtomicInteger ran = new AtomicInteger();

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void givesWhatTheCallGives() {
        assertThat(calls.run(Operation.GET, "k", () -> CompletableFuture.completedFuture(1)))
                .isCompletedWithValue(1);
        assertThat(calls.run(Operation.GET, "k", () -> CompletableFuture.completedFuture(1), one -> one + 1))
                .isCompletedWithValue(2);
        assertThat(calls.run(Operation.CLEAR, () -> CompletableFuture.completedFuture(3)))
                .isCompletedWithValue(3);
        assertThat(calls.run(Operation.LIST, KeyQuery.prefix("a/"), () -> CompletableFuture.completedFuture(4)))
                .isCompletedWithValue(4);
        assertThat(calls.runBatch(Operation.SET, List.of("a", "b"), () -> CompletableFuture.completedFuture(5)))
                .isCompletedWithValue(5);
        assertThat(calls.runBlocking(Operation.HAS, "k", () -> 6).join()).isEqualTo(6);
        assertThat(calls.runBlocking(Operation.LIST, () -> 7).join()).isEqualTo(7);
        assertThat(calls.runBlocking(Operation.GET, "k", () -> null).join()).isNull();
    }

    @Test
    void aCallThatThrowsComesThroughTheFuture() {
        Supplier<CompletableFuture<Void>> throwing = () -> {
            throw new IllegalStateException("thrown");
        };

        assertThat(failureOf(calls.run(Operation.SET, "k", throwing)))
                .hasCauseInstanceOf(IllegalStateException.class)
                .extracting(ServiceException::code)
                .isEqualTo("TEST_UPLOAD_ERROR");
        assertThat(failureOf(calls.run(Operation.CLEAR, throwing)).code()).isEqualTo("TEST_CLEAR_ERROR");
        assertThat(failureOf(calls.runBatch(Operation.DELETE, List.of("k"), throwing))
                        .code())
                .isEqualTo("TEST_DELETE_ERROR");
        assertThat(failureOf(calls.run(Operation.LIST, KeyQuery.all(), throwing))
                        .code())
                .isEqualTo("TEST_LIST_ERROR");
    }

    @Test
    void aResultFunctionThatThrowsComesThroughTheFuture() {
        IllegalStateException thrown = new IllegalStateException("thrown");
        CompletableFuture<Integer> call =
                calls.run(Operation.GET, "k", () -> CompletableFuture.completedFuture(1), one -> {
                    throw thrown;
                });

        assertThat(failureOf(call).getCause()).isSameAs(thrown);
    }

    @Test
    void anErrorComesThroughTheFuture() {
        StackOverflowError error = new StackOverflowError();
        CompletableFuture<Void> thrown = calls.run(Operation.SET, "k", () -> {
            throw error;
        });

        assertThat(failureOf(thrown).getCause()).isSameAs(error);
        assertThat(failureOf(calls.runBlocking(Operation.GET, "k", () -> {
                            throw error;
                        }))
                        .getCause())
                .isSameAs(error);
    }

    @Test
    void aFailureArrivesTranslatedOnceAndBare() {
        IOException cause = new IOException("cause");
        Throwable wrapped = new CompletionException(new ExecutionException(new CompletionException(cause)));
        CompletableFuture<Void> failed = calls.run(Operation.SET, "k", () -> CompletableFuture.failedFuture(wrapped));

        ServiceException failure = failureOf(failed);
        assertThat(failure).hasMessage("translated");
        assertThat(failure.getCause()).isSameAs(cause);
        assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
        assertThat(failure.details()).containsEntry(ServiceException.KEY, "k");
        assertThatThrownBy(failed::join)
                .isExactlyInstanceOf(CompletionException.class)
                .cause()
                .isSameAs(failure);
    }

    @Test
    void aServiceExceptionStaysAsItIs() {
        ServiceException known =
                ServiceException.builder("X", ErrorKind.CONFLICT, "known").build();
        CompletableFuture<Void> failed =
                calls.run(Operation.SET, "k", () -> CompletableFuture.failedFuture(new CompletionException(known)));
        CompletableFuture<Void> thrown = calls.runBlocking(Operation.SET, "k", () -> {
            throw known;
        });

        assertThat(failureOf(failed)).isSameAs(known);
        assertThat(failureOf(thrown)).isSameAs(known);
    }

    @Test
    void aMalformedAnswerIsCorruption() {
        MalformedAnswerException malformed = new MalformedAnswerException("It ends early.");
        ServiceException failure =
                failureOf(calls.run(Operation.GET, "k", () -> CompletableFuture.failedFuture(malformed)));

        assertThat(failure.kind()).isEqualTo(ErrorKind.CORRUPTED);
        assertThat(failure.code()).isEqualTo("TEST_DOWNLOAD_ERROR");
        assertThat(failure.details()).containsEntry("key", "k");
        assertThat(failure).hasMessage("It ends early.").hasCause(malformed);
    }

    @Test
    void anExecutorThatRefusesIsUnavailable() {
        ExecutorService shut = Executors.newSingleThreadExecutor();
        shut.shutdown();
        ServiceException failure =
                failureOf(Calls.blocking(new TestErrors(), shut, "unused").runBlocking(Operation.HAS, "k", () -> 1));

        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(failure.code()).isEqualTo("TEST_CHECK_ERROR");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure).hasCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void withoutAnExecutorThereIsNoBlockingWork() {
        ServiceException failure =
                failureOf(Calls.async(new TestErrors()).runBlocking(Operation.GET, ran::incrementAndGet));

        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(ran).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(classes = {ClassCastException.class, NoClassDefFoundError.class})
    void aTranslatorThatThrowsLeavesNoOperationOpen(Class<? extends Throwable> bug) throws Exception {
        Throwable thrown = bug.getConstructor().newInstance();
        BackendErrors broken = new BackendErrors() {
            @Override
            public String code(Operation operation) {
                return "BROKEN";
            }

            @Override
            public ServiceException translate(Operation operation, @Nullable String key, Throwable cause) {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }
        };
        IOException cause = new IOException("cause");
        ServiceException failure =
                failureOf(Calls.async(broken).run(Operation.GET, "k", () -> CompletableFuture.failedFuture(cause)));

        assertThat(failure.kind()).isEqualTo(ErrorKind.UNKNOWN);
        assertThat(failure.code()).isEqualTo(ServiceException.STORAGE_ERROR);
        assertThat(failure.details()).containsEntry("key", "k");
        assertThat(failure).hasCause(cause);
        assertThat(failure.getSuppressed()).containsExactly(thrown);
    }

    @Test
    @SuppressWarnings("NullAway")
    void aCallThatGivesNoFutureFails() {
        CompletableFuture<Void> nothing = calls.run(Operation.SET, "k", () -> null);

        assertThat(failureOf(nothing)).hasCauseInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a/../b", "a\u0000", "\uD800", "\uFFFF"})
    void anIllegalKeyRunsNothing(String key) {
        assertInvalidKey("TEST_UPLOAD_ERROR", key, calls.run(Operation.SET, key, this::count));
        assertInvalidKey("TEST_DOWNLOAD_ERROR", key, calls.run(Operation.GET, key, this::count, value -> value));
        assertInvalidKey("TEST_CHECK_ERROR", key, calls.runBlocking(Operation.HAS, key, ran::incrementAndGet));
        assertInvalidKey("TEST_DELETE_ERROR", key, calls.runBatch(Operation.DELETE, List.of("a", key), this::count));
        assertThat(ran).hasValue(0);
    }

    @Test
    void anIllegalKeyIsQuoted() {
        assertThat(failureOf(calls.run(Operation.SET, "a/../b", this::count)))
                .hasMessage("The key 'a/../b' has a path segment '..' at index 2.");
        assertThat(failureOf(calls.run(Operation.SET, "a\nb", this::count)))
                .hasMessage("The key 'a\\u000Ab' has the control character U+000A at index 1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"./", "a/../b", "a\u0000", "\uD800"})
    void anIllegalPrefixRunsNothing(String prefix) {
        assertInvalidKey("TEST_LIST_ERROR", prefix, calls.run(Operation.LIST, KeyQuery.prefix(prefix), this::count));
        assertThat(ran).hasValue(0);
    }

    @Test
    @SuppressWarnings("NullAway")
    void aNullKeyIsThrown() {
        assertThatThrownBy(() -> calls.run(Operation.GET, (String) null, this::count))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> calls.run(Operation.GET, null, this::count, value -> value))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> calls.run(Operation.LIST, (KeyQuery) null, this::count))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> calls.runBlocking(Operation.GET, null, ran::incrementAndGet))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> calls.runBatch(Operation.GET, null, this::count))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> calls.runBatch(Operation.GET, Arrays.asList("a", null), this::count))
                .isInstanceOf(NullPointerException.class);
        assertThat(ran).hasValue(0);
    }

    @Test
    void blockingWorkRunsNeitherHereNorInTheCommonPool() {
        Thread worker =
                calls.runBlocking(Operation.GET, "k", Thread::currentThread).join();

        assertThat(worker).isNotSameAs(Thread.currentThread());
        assertThat(worker.getName()).startsWith("calls-test-");
        assertThat(worker.isDaemon()).isTrue();
    }

    private CompletableFuture<Integer> count() {
        return CompletableFuture.completedFuture(ran.incrementAndGet());
    }

    private static void assertInvalidKey(String code, String key, CompletableFuture<?> refused) {
        assertThat(refused).isDone();
        ServiceException failure = failureOf(refused);
        assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_KEY);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.details()).containsEntry(ServiceException.KEY, key);
    }
}
