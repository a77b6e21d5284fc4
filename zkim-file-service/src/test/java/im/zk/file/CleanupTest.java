package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.ForwardingStorageBackend;
import im.zk.storage.InMemoryStorage;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.io.InputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cleanup removes what is dead, and nothing that lives. */
class CleanupTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final Files.HandClock clock = new Files.HandClock();
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final FileServiceConfig config =
            Files.smallChunks().clock(clock).chunksInFlight(1).build();
    private final FileServiceConfig withoutGrace = Files.smallChunks()
            .clock(clock)
            .chunksInFlight(1)
            .cleanupGrace(Duration.ZERO)
            .build();
    private final ZkimFileService service = Files.service(storage, config);

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void wholeFilesStay() {
        ZkimFile file = await(service.createZkimFile(content(9 * CHUNK), ALICE, platform, alice, NOTES));
        var before = await(storage.keys());

        assertThat(await(service.cleanup())).isEqualTo(new CleanupReport(0, 0, 0, 0, 0));

        assertThat(await(storage.keys())).isEqualTo(before);
        assertThat(await(service.validateFileIntegrity(file)).valid()).isTrue();
    }

    @Test
    void aLiveUploadStaysHoweverSlow() {
        // Five hours, cleaned after every 25 minutes of them, with a lease of one hour: it lives by being renewed.
        CleaningStream slow = new CleaningStream(12 * CHUNK, Duration.ofMinutes(25));

        ZkimFile file = await(Files.service(storage, withoutGrace)
                .createZkimFile(slow, ALICE, platform, alice, NOTES, ProgressListener.NONE));

        assertThat(slow.cleanups).isEqualTo(12);
        assertThat(await(service.validateFileIntegrity(file)).valid()).isTrue();
        assertThat(await(storage.keys())).noneMatch(key -> key.startsWith("upload/"));
    }

    @Test
    void anUploadThatWasTakenForDeadFailsAndLeavesNothing() {
        CleaningStream asleep = new CleaningStream(4 * CHUNK, Duration.ofDays(3));

        ServiceException taken =
                failure(service.createZkimFile(asleep, ALICE, platform, alice, NOTES, ProgressListener.NONE));

        assertThat(taken.code()).isEqualTo("ZKIM_FILE_CREATION_FAILED");
        assertThat(taken.isRetryable()).isTrue();
        assertThat(await(service.listFiles(platform, 10, null)).files()).isEmpty();
        await(service.cleanup());
        assertThat(await(storage.keys())).isEmpty();
    }

    @Test
    void whatDeadUploadsAndBrokenDeletionsLeftIsRemoved() {
        ZkimFile stays = await(service.createZkimFile(content(3 * CHUNK), ALICE, platform, alice, NOTES));
        ZkimFile halfDeleted = await(service.createZkimFile(content(3 * CHUNK), ALICE, platform, alice, NOTES));
        await(storage.delete(FileNames.header(halfDeleted.id())));
        String dead = "d".repeat(32);
        await(new UploadLease(storage, dead, config).begin());
        await(storage.set(FileNames.chunk(dead, 0), content(5)));
        String older = "e".repeat(32);
        await(storage.set(FileNames.renewedIntent(older), content(25)));
        await(storage.set("foreign/key", content(1)));

        assertThat(await(service.cleanup())).isEqualTo(new CleanupReport(1, 3, 6, 0, 0));
        assertThat(await(storage.has(FileNames.chunk(dead, 0)))).isTrue();
        clock.advance(Duration.ofDays(2));

        assertThat(await(service.cleanup())).isEqualTo(new CleanupReport(1, 1, 0, 0, 0));
        assertThat(await(storage.keys()))
                .contains("foreign/key")
                .filteredOn(key -> !key.equals("foreign/key"))
                .allMatch(key -> key.contains(stays.id()));
    }

    @Test
    void anIntentThatAFinishedUploadLeftGoesAndTheFileStays() {
        ZkimFile file = await(service.createZkimFile(content(3 * CHUNK), ALICE, platform, alice, NOTES));
        await(new UploadLease(storage, file.id(), config).begin());
        clock.advance(Duration.ofDays(2));

        assertThat(await(service.cleanup())).isEqualTo(new CleanupReport(1, 0, 0, 0, 0));

        assertThat(await(service.validateFileIntegrity(file)).valid()).isTrue();
        assertThat(await(storage.has(FileNames.intent(file.id())))).isFalse();
    }

    @Test
    void aBackendThatShowsWritesLateIsNotCleaned() {
        StorageBackend late = new ForwardingStorageBackend(storage) {
            @Override
            public Set<Capability> capabilities() {
                return EnumSet.complementOf(EnumSet.of(Capability.READ_AFTER_WRITE));
            }
        };

        ServiceException refused = failure(Files.service(late, config).cleanup());

        assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    }

    @Test
    void anUploadThatEndsWhileACleanupLooksAtItKeepsItsChunks() {
        HoldingStorage holding = new HoldingStorage(storage);
        HoldingStorage.Held header = holding.holdNextCall("set file/");
        try (ZkimFileService uploading = Files.service(holding, config);
                ZkimFileService cleaning = Files.service(holding, config)) {
            var made = uploading.createZkimFile(content(2 * CHUNK), ALICE, platform, alice, NOTES);
            await(header.reached());
            clock.advance(Duration.ofHours(1));
            HoldingStorage.Held records = holding.holdNextAnswer("getBatch upload/");
            var cleanup = cleaning.cleanup();
            await(records.reached());
            header.release();
            ZkimFile file = await(made);
            records.release();
            await(cleanup);

            assertThat(await(service.validateFileIntegrity(file)).valid()).isTrue();
            assertThat(await(service.searchFiles("paris", ALICE, alice, 5))).hasSize(1);
        }
    }

    @Test
    void cancellingAnUploadTakesItBack() {
        Object[] upload = new Object[1];
        CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();
        @SuppressWarnings("InputStreamSlowMultibyteRead") // slow is what it is for
        InputStream endless = new InputStream() {
            private int read;

            @Override
            public int read() {
                if (++read == 6 * CHUNK) {
                    begun.join();
                    ((CompletableFuture<?>) upload[0]).cancel(true);
                }
                return 7;
            }
        };

        upload[0] = service.createZkimFile(endless, ALICE, platform, alice, NOTES, ProgressListener.NONE);
        begun.complete(null);

        assertThat(((CompletableFuture<?>) upload[0]).handle((value, failure) -> failure))
                .succeedsWithin(Duration.ofMinutes(2));
        // The result is cancelled before what is taken back is gone; nothing but that removes it here.
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!await(storage.keys()).isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
        assertThat(await(service.listFiles(platform, 10, null)).files()).isEmpty();
    }

    /** A stream in the middle of which time passes and another service cleans up, once for each chunk. */
    @SuppressWarnings("InputStreamSlowMultibyteRead") // slow is what it is for
    private final class CleaningStream extends InputStream {
        private final int length;
        private final Duration pause;
        private int read;
        private int cleanups;

        CleaningStream(int length, Duration pause) {
            this.length = length;
            this.pause = pause;
        }

        @Override
        public int read() {
            if (read == length) {
                return -1;
            }
            if (read++ % CHUNK == CHUNK / 2) {
                clock.advance(pause);
                try (ZkimFileService other = Files.service(storage, withoutGrace)) {
                    await(other.cleanup());
                }
                cleanups++;
            }
            return read & 0xFF;
        }
    }
}
