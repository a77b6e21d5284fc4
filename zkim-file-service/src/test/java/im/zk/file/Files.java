package im.zk.file;

import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import im.zk.storage.spi.Futures;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the tests have in common. */
final class Files {

    static final String ALICE = "alice";
    static final int CHUNK = FileHeader.MINIMUM_CHUNK_SIZE;
    static final FileMetadata NOTES = FileMetadata.builder()
            .fileName("Travel notes.txt")
            .mimeType("text/plain")
            .tags(List.of("Paris", "summer 2026"))
            .customField("colour", "blue")
            .build();

    private static final long PATIENCE_SECONDS = 120;

    private Files() {}

    static FileServiceConfig.Builder smallChunks() {
        return FileServiceConfig.builder().chunkSize(CHUNK);
    }

    static ZkimFileService service(StorageBackend storage) {
        return service(storage, smallChunks().build());
    }

    static ZkimFileService service(StorageBackend storage, FileServiceConfig config) {
        return ZkimFileService.builder().storage(storage).config(config).build();
    }

    static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw (RuntimeException) Futures.unwrap(failure);
        } catch (InterruptedException | TimeoutException never) {
            throw new AssertionError("no result in " + PATIENCE_SECONDS + " s", never);
        }
    }

    static ServiceException failure(CompletableFuture<?> future) {
        try {
            Object value = future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("did not fail, but gave " + value);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof ServiceException expected) {
                return expected;
            }
            throw new AssertionError("failed with something else", failure);
        } catch (InterruptedException | TimeoutException never) {
            throw new AssertionError("no result in " + PATIENCE_SECONDS + " s", never);
        }
    }

    /** A clock that is set by hand. */
    static final class HandClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(java.time.Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
