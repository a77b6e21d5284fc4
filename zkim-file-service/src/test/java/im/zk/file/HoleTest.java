package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.await;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A file of which one chunk cannot be had reads up to it, however late what is before it comes. */
class HoleTest extends ThreatenedFile {

    private static final int HOLE = 3;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void end() {
        thread.shutdown();
    }

    @Test
    void aChunkThatIsMissing() {
        await(storage.delete(FileNames.chunk(id, HOLE)));

        assertThat(readsUpToTheHole(storage).details())
                .containsEntry("chunk", (long) HOLE)
                .containsEntry("missing", true);
    }

    @Test
    void aChunkThatWasAltered() {
        byte[] altered = value(FileNames.chunk(id, HOLE));
        altered[5] ^= 1;
        put(FileNames.chunk(id, HOLE), altered);

        assertThat(readsUpToTheHole(storage).details())
                .containsEntry("chunk", (long) HOLE)
                .containsEntry("missing", false);
    }

    @Test
    void aChunkThatTheStorageDoesNotGive() {
        StorageBackend away = new UnreadableStorage(storage, FileNames.chunk(id, HOLE), ErrorKind.UNAVAILABLE);

        assertThat(readsUpToTheHole(away).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    }

    @Test
    void anArrayOfWhichAChunkIsMissingFailsAtOnce() {
        await(storage.delete(FileNames.chunk(id, HOLE)));
        HoldingStorage holding = new HoldingStorage(storage);
        HoldingStorage.Held first = holding.holdNextCall("get " + FileNames.chunk(id, 0));
        try (ZkimFileService reading = Files.service(holding)) {
            assertThat(failure(reading.downloadFile(id, ALICE, platform, alice)).details())
                    .containsEntry("chunk", (long) HOLE);
        }
        first.release();
    }

    /** The first chunk comes when the hole was found. */
    private ServiceException readsUpToTheHole(StorageBackend damaged) {
        HoldingStorage holding = new HoldingStorage(damaged);
        HoldingStorage.Held first = holding.holdNextCall("get " + FileNames.chunk(id, 0));
        try (ZkimFileService reading = ZkimFileService.builder()
                .storage(holding)
                .config(Files.smallChunks().build())
                .executor(thread)
                .build()) {
            CompletableFuture<ZkimFile> read =
                    reading.downloadFile(id, ALICE, platform, alice, out, ProgressListener.NONE);
            await(first.reached());
            // One for the step that asks for the chunks, and one for the opening of all that came.
            await(whatIsQueued());
            await(whatIsQueued());
            first.release();
            ServiceException failed = failure(read);

            assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(data, HOLE * CHUNK));
            return failed;
        }
    }

    private CompletableFuture<@Nullable Void> whatIsQueued() {
        return CompletableFuture.runAsync(() -> {}, thread);
    }
}
