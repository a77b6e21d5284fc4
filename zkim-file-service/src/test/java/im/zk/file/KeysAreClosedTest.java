package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.zk.storage.InMemoryStorage;
import im.zk.storage.StorageBackend;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The keys of a content are destroyed when it was written or read, and when that failed or was cancelled. */
class KeysAreClosedTest {

    private final InMemoryStorage memory = new InMemoryStorage();
    private final FaultingStorage faulting = new FaultingStorage(memory);
    private final HoldingStorage holding = new HoldingStorage(faulting);
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final FileKeys keys = FileKeys.of(ALICE, platform, alice);
    private final byte[] data = content(3 * CHUNK);
    private final Workplace place = place(holding);

    private static Workplace place(StorageBackend storage) {
        return ZkimFileService.builder()
                .storage(storage)
                .config(Files.smallChunks().build())
                .workplace();
    }

    @AfterEach
    void close() {
        place.calls().close();
    }

    @Test
    void afterACreation() {
        FileCreation creation = creation();

        await(creation.run());

        assertClosed(creation);
    }

    @Test
    void afterACreationThatFailed() {
        for (int call = 1; call < 8; call++) {
            int chosen = call;
            faulting.fail(each -> each == chosen, FaultingStorage.Effect.NONE);
            FileCreation creation = creation();

            failure(creation.run());

            assertClosed(creation);
        }
    }

    @Test
    void afterACreationThatWasCancelled() {
        HoldingStorage.Held chunk = holding.holdNextCall("set chunk/");
        FileCreation creation = creation();
        CompletableFuture<ZkimFile> made = creation.run();
        await(chunk.reached());

        made.cancel(true);

        assertClosed(creation);
        chunk.release();
    }

    @Test
    void afterADownload() {
        FileKeys.Opened opened = opened();

        await(download(opened));

        assertClosed(opened.content());
    }

    @Test
    void afterADownloadThatFailed() {
        FileKeys.Opened opened = opened();
        await(memory.delete(FileNames.chunk(opened.file().id(), 1)));

        failure(download(opened));

        assertClosed(opened.content());
    }

    @Test
    void afterADownloadThatWasCancelled() {
        FileKeys.Opened opened = opened();
        HoldingStorage.Held chunk = holding.holdNextCall("get chunk/");
        CompletableFuture<ZkimFile> read = download(opened);
        await(chunk.reached());

        read.cancel(true);

        assertThatThrownBy(read::join).isInstanceOf(CancellationException.class);
        assertClosed(opened.content());
        chunk.release();
    }

    @Test
    void ofAFileThatIsDestroyed() {
        try (ZkimFileService service = ZkimFileService.builder()
                .storage(memory)
                .config(Files.smallChunks().build())
                .build()) {
            ZkimFile file = await(creation().run());
            assertThat(await(service.validateFileIntegrity(file)).valid()).isTrue();

            file.destroy();

            assertThat(file.isDestroyed()).isTrue();
            assertThat(failure(service.validateFileIntegrity(file)).code()).isEqualTo("ZKIM_FILE_KEY_DESTROYED");
            assertThat(file.userId()).contains(ALICE);
            assertThat(await(service.decryptZkimFile(file, ALICE, alice))).isEqualTo(data);
        }
    }

    @Test
    void ofAFileThatWasChangedAndNotOfThatWhichItBecame() {
        try (ZkimFileService service = ZkimFileService.builder()
                .storage(memory)
                .config(Files.smallChunks().build())
                .build()) {
            ZkimFile file = await(creation().run());
            ZkimFile updated = await(service.updateFileMetadata(
                    file, ALICE, MetadataUpdate.none().mimeType("a/b")));

            file.destroy();

            assertThat(await(service.validateFileIntegrity(updated)).valid()).isTrue();
            ZkimFile after = await(service.updateFileMetadata(
                    updated, ALICE, MetadataUpdate.none().mimeType("c/d")));
            updated.destroy();
            assertThat(await(service.validateFileIntegrity(after)).valid()).isTrue();
        }
    }

    @Test
    void ofAFileThatIsDestroyedWhileItIsChanged() {
        try (ZkimFileService service = ZkimFileService.builder()
                .storage(memory)
                .config(Files.smallChunks().build())
                .build()) {
            ZkimFile file = await(creation().run());
            file.destroy();

            ZkimFile updated = await(service.updateFileMetadata(
                    file, ALICE, MetadataUpdate.none().mimeType("a/b")));

            assertThat(updated.revision()).isEqualTo(2);
            assertThat(updated.userId()).contains(ALICE);
            assertThat(failure(service.validateFileIntegrity(updated)).code()).isEqualTo("ZKIM_FILE_KEY_DESTROYED");
        }
    }

    private FileCreation creation() {
        ChunkSource source = new ArraySource(data, CHUNK);
        return new FileCreation(place, FileCreation.Request.of(source, keys, NOTES, ProgressListener.NONE));
    }

    private FileKeys.Opened opened() {
        ZkimFile file = await(creation().run());
        return keys.openContent(file.header());
    }

    private CompletableFuture<ZkimFile> download(FileKeys.Opened opened) {
        ChunkSink nowhere = piece -> CompletableFuture.<@Nullable Void>completedFuture(null);
        return new ChunkDownload(place, opened, nowhere, ProgressListener.NONE).start();
    }

    private static void assertClosed(FileCreation creation) {
        assertThat(creation.contentKey().isDestroyed()).isTrue();
        assertClosed(creation.contentKeys());
    }

    private static void assertClosed(ContentKeys keys) {
        assertThatThrownBy(keys::auditKey).hasMessage("The key was destroyed.");
        assertThatThrownBy(() -> keys.seal(0, true, new byte[1], 0, 1)).hasMessage("The key was destroyed.");
    }
}
