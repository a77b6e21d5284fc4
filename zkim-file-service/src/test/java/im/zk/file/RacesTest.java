package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.NOTES;
import static im.zk.file.Files.await;
import static im.zk.file.Files.content;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.InMemoryStorage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations that meet each other, in one service and in two. */
class RacesTest {

    private final InMemoryStorage memory = new InMemoryStorage();
    private final HoldingStorage storage = new HoldingStorage(memory);
    private final PlatformKey platform = PlatformKey.generate();
    private final UserKeys alice = UserKeys.generate();
    private final ZkimFileService service = Files.service(storage);
    private final ZkimFileService other = Files.service(memory);
    private final byte[] data = content(3 * CHUNK);

    @AfterEach
    void close() {
        service.close();
        other.close();
    }

    @Test
    void aFileThatWasGotBeforeItsChangeIsStillRead() {
        ZkimFile file = create();
        await(service.updateFileMetadata(file, ALICE, typed("a/b")));

        assertThat(await(service.decryptZkimFile(file, ALICE, alice))).isEqualTo(data);
    }

    @Test
    void anAnswerThatAChangeOvertookIsNoRollback() {
        ZkimFile file = create();
        HoldingStorage.Held headerOfDownload = storage.holdNextAnswer("get file/");
        CompletableFuture<byte[]> download = service.downloadFile(file.id(), ALICE, platform, alice);
        await(headerOfDownload.reached());
        file = await(service.updateFileMetadata(file, ALICE, typed("a/b")));
        headerOfDownload.release();
        assertThat(await(download)).isEqualTo(data);

        HoldingStorage.Held headerOfListing = storage.holdNextAnswer("get file/");
        CompletableFuture<FilePage> listing = service.listFiles(ALICE, alice, 10, null);
        await(headerOfListing.reached());
        await(service.updateFileMetadata(file, ALICE, typed("c/d")));
        headerOfListing.release();
        assertThat(await(listing).files()).hasSize(1);
    }

    @Test
    void aChangeThatIsCancelledWhileItWaitsLetsNoOtherInBesideTheOneThatRuns() {
        ZkimFile file = create();
        HoldingStorage.Held header = storage.holdNextCall("set file/");
        CompletableFuture<ZkimFile> first = service.updateFileMetadata(file, ALICE, field("first"));
        await(header.reached());
        CompletableFuture<ZkimFile> second = service.updateFileMetadata(file, ALICE, field("second"));
        second.cancel(true);
        CompletableFuture<ZkimFile> third = service.updateFileMetadata(file, ALICE, field("third"));
        header.release();

        assertThat(await(first).revision()).isEqualTo(2);
        assertThat(failure(third).code()).isEqualTo("ZKIM_FILE_CONFLICT");
        assertThat(fields(file)).containsExactly("colour", "first");
    }

    @Test
    void aChangeThatIsCancelledWhileItRunsGoesOnToItsEndBeforeTheNext() {
        ZkimFile file = create();
        HoldingStorage.Held header = storage.holdNextCall("set file/");
        CompletableFuture<ZkimFile> first = service.updateFileMetadata(file, ALICE, field("first"));
        await(header.reached());
        first.cancel(true);
        CompletableFuture<ZkimFile> second = service.updateFileMetadata(file, ALICE, field("second"));
        header.release();

        assertThat(failure(second).code()).isEqualTo("ZKIM_FILE_CONFLICT");
        assertThat(fields(file)).containsExactly("colour", "first");
    }

    @Test
    void anotherHeaderOfTheSameRevisionIsAConflict() {
        ZkimFile file = create();
        byte[] first = await(memory.get(FileNames.header(file.id())));
        ZkimFile mine = await(service.updateFileMetadata(file, ALICE, field("mine")));
        await(memory.set(FileNames.header(file.id()), first));
        await(other.updateFileMetadata(file, ALICE, field("theirs")));

        assertThat(failure(service.updateFileMetadata(mine, ALICE, field("more")))
                        .code())
                .isEqualTo("ZKIM_FILE_CONFLICT");
        assertThat(fields(file)).containsExactly("colour", "theirs");
    }

    @Test
    void aWordThatAnotherServiceKeptStaysInTheIndex() {
        ZkimFile file = create();
        HoldingStorage.Held reading = storage.holdNextCall("delete upload/");
        HoldingStorage.Held header = storage.holdNextAnswer("set file/");
        CompletableFuture<ZkimFile> rome =
                service.updateFileMetadata(file, ALICE, MetadataUpdate.none().tags(List.of("Rome")));
        await(header.reached());
        // The other service began before that and is later with its header.
        await(memory.set(FileNames.header(file.id()), file.header().encoded()));
        await(other.updateFileMetadata(file, ALICE, MetadataUpdate.none().tags(List.of("Paris", "winter"))));
        header.release();
        reading.release();
        await(rome);

        assertThat(await(other.searchFiles("paris winter", ALICE, alice, 10))).hasSize(1);
    }

    @Test
    void aChangeThatMeetsADeletionLeavesNoHeader() {
        ZkimFile file = create();
        HoldingStorage.Held header = storage.holdNextCall("set file/");
        CompletableFuture<ZkimFile> change = service.updateFileMetadata(file, ALICE, typed("a/b"));
        await(header.reached());
        await(other.deleteFile(file.id()));
        header.release();

        assertThat(failure(change).code()).isEqualTo("ZKIM_FILE_NOT_FOUND");
        assertThat(await(memory.keys())).isEmpty();
    }

    @Test
    void aHeaderWrittenWhileItsFileIsDeletedGoesToo() {
        ZkimFile file = create();
        HoldingStorage.Held chunks = storage.holdNextCall("deleteBatch chunk/");
        CompletableFuture<?> deletion = service.deleteFile(file.id());
        await(chunks.reached());
        await(memory.set(FileNames.header(file.id()), file.header().encoded()));
        chunks.release();
        await(deletion);

        assertThat(await(memory.keys())).isEmpty();
    }

    @Test
    void anUploadThatWasCleanedAwayWritesNoHeader() {
        Files.HandClock clock = new Files.HandClock();
        FileServiceConfig config = Files.smallChunks().clock(clock).build();
        ZkimFileService slow = Files.service(storage, config);
        ZkimFileService cleaner = Files.service(memory, config);
        HoldingStorage.Held index = storage.holdNextAnswer("setBatch index/");
        CompletableFuture<ZkimFile> upload = slow.createZkimFile(
                InputStream.nullInputStream(), ALICE, platform, alice, NOTES, ProgressListener.NONE);
        await(index.reached());
        clock.advance(Duration.ofDays(3));
        await(cleaner.cleanup());
        HoldingStorage.Held header = storage.holdNextCall("set file/");
        index.release();

        assertThat(failure(upload).code()).isEqualTo("ZKIM_FILE_CREATION_FAILED");
        assertThat(header.reached()).isNotDone();
        assertThat(await(memory.keys())).isEmpty();
        slow.close();
        cleaner.close();
    }

    @Test
    void slowStreamsKeepNobodyWaiting() {
        ZkimFile file = create();
        CountDownLatch end = new CountDownLatch(1);
        List<CompletableFuture<ZkimFile>> slow = IntStream.range(0, 100)
                .mapToObj(each -> service.createZkimFile(
                        new WaitingStream(end), ALICE, platform, alice, NOTES, ProgressListener.NONE))
                .toList();

        assertThat(await(service.downloadFile(file.id(), ALICE, platform, alice)))
                .isEqualTo(data);

        assertThat(slow).noneMatch(CompletableFuture::isDone);
        end.countDown();
        slow.forEach(Files::await);
    }

    @Test
    void aCopyThroughAPipeComesToItsEnd() throws IOException {
        ZkimFile file = create();
        PipedInputStream in = new PipedInputStream();
        PipedOutputStream out = new PipedOutputStream(in);

        CompletableFuture<ZkimFile> copy =
                service.createZkimFile(in, ALICE, platform, alice, NOTES, ProgressListener.NONE);
        await(service.downloadFile(file.id(), ALICE, platform, alice, out, ProgressListener.NONE));
        out.close();

        assertThat(await(service.downloadFile(await(copy).id(), ALICE, platform, alice)))
                .isEqualTo(data);
    }

    private ZkimFile create() {
        return await(service.createZkimFile(data, ALICE, platform, alice, NOTES));
    }

    private Iterable<String> fields(ZkimFile file) {
        return await(other.getZkimFile(file.id(), ALICE, alice))
                .metadata()
                .orElseThrow()
                .customFields()
                .keySet();
    }

    private static MetadataUpdate typed(String type) {
        return MetadataUpdate.none().mimeType(type);
    }

    private static MetadataUpdate field(String name) {
        return MetadataUpdate.none().customField(name, "1");
    }

    /** A stream that has nothing until its end. */
    @SuppressWarnings("InputStreamSlowMultibyteRead") // slow is what it is for
    private static final class WaitingStream extends InputStream {
        private final CountDownLatch end;

        WaitingStream(CountDownLatch end) {
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            try {
                end.await();
                return -1;
            } catch (InterruptedException interrupted) {
                throw new InterruptedIOException();
            }
        }
    }
}
