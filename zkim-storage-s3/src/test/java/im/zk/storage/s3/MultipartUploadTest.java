package im.zk.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.testservers.TestServers;
import im.zk.storage.testservers.faults.Await;
import im.zk.storage.testservers.faults.Failures;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Values that go up in parts, on a real server. */
class MultipartUploadTest {

    private static final int PART = 5 << 20;
    private static final byte[] VALUE = new byte[2 * PART + 1];
    private static final byte[] OLD = {1};

    private static TestBucket bucket;

    private S3StorageBackend direct;

    @BeforeAll
    static void createBucket() {
        new Random(1).nextBytes(VALUE);
        bucket = new TestBucket(TestServers.minio(), Compatibility.MINIO);
    }

    @AfterAll
    static void closeBucket() {
        bucket.close();
    }

    @BeforeEach
    void open() {
        direct = bucket.backend().partSize(PART).build();
        direct.set("key", OLD).join();
    }

    @AfterEach
    void close() {
        direct.clear().join();
        direct.close();
    }

    @Test
    @DisplayName("Several parts go up at a time, and the value comes back whole")
    void partsTogether() throws Exception {
        CountDownLatch together = new CountDownLatch(2);
        try (S3StorageBackend storage = intercepted(new OnPart() {
            @Override
            void sent(int number) throws InterruptedException {
                together.countDown();
                assertThat(together.await(30, TimeUnit.SECONDS))
                        .as("a second part is sent")
                        .isTrue();
            }
        })) {
            storage.set("key", VALUE).get(60, TimeUnit.SECONDS);
        }
        assertThat(direct.get("key").join()).isEqualTo(VALUE);
        assertNothingUnfinished();
    }

    @Test
    @DisplayName("A part that arrives changed fails the upload with CORRUPTED, leaves no parts, and the old value")
    void changedPart() throws Exception {
        try (S3StorageBackend storage = intercepted(new ChangedPart())) {
            Failures.of(storage.set("key", VALUE), ErrorKind.CORRUPTED);
            assertNothingUnfinished();
        }
        assertThat(direct.get("key").join()).isEqualTo(OLD);
    }

    @Test
    @DisplayName("Cancelling leaves no parts, and the old value")
    void cancel() throws Exception {
        Held held = new Held();
        try (S3StorageBackend storage = intercepted(held)) {
            CompletableFuture<?> upload = storage.set("key", VALUE);
            held.awaitPart();
            upload.cancel(true);
            Await.until("the upload is aborted", () -> unfinished() == 0);
        }
        assertThat(direct.get("key").join()).isEqualTo(OLD);
    }

    @Test
    @DisplayName("Closing the backend leaves no parts, and the old value")
    void closeUnderWay() throws Exception {
        Held held = new Held();
        CompletableFuture<?> upload;
        try (S3StorageBackend storage = intercepted(held)) {
            upload = storage.set("key", VALUE);
            held.awaitPart();
        }
        Failures.of(upload, ErrorKind.CLOSED);
        assertNothingUnfinished();
        assertThat(direct.get("key").join()).isEqualTo(OLD);
    }

    @Test
    @DisplayName("Closing waits for an abort that is under way on an executor of the user's")
    void closeDuringAbort() throws Exception {
        HeldAbort held = new HeldAbort();
        ExecutorService threads = Executors.newCachedThreadPool();
        S3StorageOptions options =
                bucket.options().partSize(PART).executor(threads).build();
        S3StorageBackend storage =
                new S3StorageBackend(options, configuration -> configuration.addExecutionInterceptor(held));
        Thread closing = new Thread(storage::close);
        try {
            CompletableFuture<?> upload = storage.set("key", VALUE);
            held.awaitPart();
            upload.cancel(true);
            held.awaitAbort();
            closing.start();
            Await.until(
                    "close waits or is over",
                    () -> closing.getState() == Thread.State.TIMED_WAITING
                            || closing.getState() == Thread.State.TERMINATED);
            held.release();
            closing.join();
        } finally {
            storage.close();
            threads.shutdown();
        }
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertNothingUnfinished();
    }

    @Test
    @DisplayName("More uploads than threads do not wait for each other for ever")
    void moreUploadsThanThreads() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try (S3StorageBackend storage =
                bucket.backend().partSize(PART).executor(two).build()) {
            List<CompletableFuture<?>> uploads = new ArrayList<>();
            IntStream.range(0, 5).forEach(number -> uploads.add(storage.set("key " + number, VALUE)));
            for (CompletableFuture<?> each : uploads) {
                each.get(60, TimeUnit.SECONDS);
            }
            assertThat(storage.get("key 4").get(60, TimeUnit.SECONDS)).isEqualTo(VALUE);
        } finally {
            two.shutdownNow();
        }
    }

    private static S3StorageBackend intercepted(ExecutionInterceptor interceptor) {
        return new S3StorageBackend(
                bucket.options().partSize(PART).build(),
                configuration -> configuration.addExecutionInterceptor(interceptor));
    }

    @Test
    @DisplayName("An upload that the executor refuses to abort does not keep the value, and closing aborts it")
    void refusedAbort() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        AtomicInteger accepted = new AtomicInteger();
        Executor first = task -> {
            if (accepted.getAndIncrement() > 0) {
                throw new RejectedExecutionException("full");
            }
            thread.execute(task);
        };
        try (S3StorageBackend storage =
                bucket.backend().partSize(PART).executor(first).build()) {
            byte[] value = VALUE.clone();
            WeakReference<byte[]> kept = new WeakReference<>(value);
            Failures.of(storage.set("key", value), ErrorKind.UNAVAILABLE);
            value = null;
            Await.until("the value is forgotten", () -> {
                System.gc();
                return kept.get() == null;
            });
        } finally {
            thread.shutdownNow();
        }
        assertThat(direct.get("key").join()).isEqualTo(OLD);
        assertNothingUnfinished();
    }

    private static void assertNothingUnfinished() {
        assertThat(unfinished())
                .as("uploads that are neither completed nor aborted")
                .isZero();
    }

    private static int unfinished() {
        return bucket.unfinishedUploads("zkim-files/key").size();
    }

    /** Does something when a part is sent. */
    private abstract static class OnPart implements ExecutionInterceptor {

        abstract void sent(int number) throws InterruptedException;

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            int part = part(context.httpRequest());
            if (part > 0) {
                try {
                    sent(part);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        static int part(SdkHttpRequest request) {
            return request.firstMatchingRawQueryParameter("partNumber")
                    .map(Integer::valueOf)
                    .orElse(0);
        }
    }

    /** Gives the last part the checksum of another. */
    private static final class ChangedPart implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            SdkHttpRequest request = context.httpRequest();
            return OnPart.part(request) == 3
                    ? request.copy(builder -> builder.putHeader("x-amz-checksum-crc32", "AAAAAA=="))
                    : request;
        }
    }

    /** Lets the first part go and holds the others until they are interrupted. */
    private static class Held extends OnPart {
        private final CountDownLatch sent = new CountDownLatch(1);
        private final CountDownLatch never = new CountDownLatch(1);

        @Override
        void sent(int number) throws InterruptedException {
            if (number > 1) {
                sent.countDown();
                assertThat(never.await(60, TimeUnit.SECONDS))
                        .as("a part was let go")
                        .isFalse();
            }
        }

        void awaitPart() throws Exception {
            assertThat(sent.await(30, TimeUnit.SECONDS)).as("a part is sent").isTrue();
            Await.until("the upload is begun", () -> unfinished() > 0);
        }
    }

    /** Also holds the request that aborts. */
    private static final class HeldAbort extends Held {
        private final CountDownLatch aborting = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            if (context.httpRequest().method() == SdkHttpMethod.DELETE) {
                aborting.countDown();
                assertThat(released)
                        .satisfies(latch ->
                                assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue());
            }
            super.beforeTransmission(context, attributes);
        }

        void awaitAbort() throws InterruptedException {
            assertThat(aborting.await(30, TimeUnit.SECONDS))
                    .as("the abort is sent")
                    .isTrue();
        }

        void release() {
            released.countDown();
        }
    }
}
