package im.zk.file;

import static im.zk.file.Files.ALICE;
import static im.zk.file.Files.CHUNK;
import static im.zk.file.Files.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.ErrorKind;
import im.zk.storage.ServiceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** Where a stream, a publisher or a listener of the caller's fails, the error says so, and what it threw is the cause. */
class CallersFailureTest extends ThreatenedFile {

    private static final ProgressListener FULL = (bytes, total) -> {
        throw new IllegalStateException("full");
    };

    @Test
    void ofAnOutputStream() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("full");
            }
        };

        assertOfCaller(
                service.downloadFile(id, ALICE, platform, alice, full, ProgressListener.NONE),
                "ZKIM_FILE_DECRYPTION_FAILED",
                "The output stream given by the caller failed with java.io.IOException");
    }

    @Test
    void ofAListenerOfADownload() {
        assertOfCaller(
                service.downloadFile(id, ALICE, platform, alice, OutputStream.nullOutputStream(), FULL),
                "ZKIM_FILE_DECRYPTION_FAILED",
                "The progress listener given by the caller failed with java.lang.IllegalStateException");
    }

    @Test
    void ofAListenerOfACreation() {
        InputStream whole = new ByteArrayInputStream(data);

        assertOfCaller(
                service.createZkimFile(whole, ALICE, platform, alice, Files.NOTES, FULL),
                "ZKIM_FILE_CREATION_FAILED",
                "The progress listener given by the caller failed with java.lang.IllegalStateException");
    }

    @Test
    @SuppressWarnings("InputStreamSlowMultibyteRead") // gives nothing
    void ofAnInputStream() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("full");
            }
        };

        assertOfCaller(
                service.createZkimFile(broken, ALICE, platform, alice, Files.NOTES, ProgressListener.NONE),
                "ZKIM_FILE_CREATION_FAILED",
                "The input stream given by the caller failed with java.io.IOException");
    }

    @Test
    void ofAPublisher() {
        Flow.Publisher<ByteBuffer> broken = subscriber -> {
            throw new IllegalStateException("full");
        };

        assertOfCaller(
                service.createZkimFile(broken, ALICE, platform, alice, Files.NOTES, ProgressListener.NONE),
                "ZKIM_FILE_CREATION_FAILED",
                "The publisher given by the caller failed with java.lang.IllegalStateException");
    }

    @Test
    void aCopyOfADamagedFileSaysThatThePublisherFailedAndWhy() {
        ZkimFile damaged = Files.await(service.getZkimFile(id, ALICE, alice));
        put(FileNames.chunk(id, 1), Files.content(CHUNK));

        ServiceException failed = failure(service.createZkimFile(
                service.publishFile(damaged, ALICE, alice, ProgressListener.NONE),
                ALICE,
                platform,
                alice,
                Files.NOTES,
                ProgressListener.NONE));

        assertThat(failed.code()).isEqualTo("ZKIM_FILE_CREATION_FAILED");
        assertThat(failed.kind()).isEqualTo(ErrorKind.CORRUPTED);
        assertThat(failed.details().get("fileId")).isNotEqualTo(id);
        assertThat(failed.getCause()).isInstanceOf(ServiceException.class).hasMessageContaining("Chunk 1 of the file");
    }

    private static void assertOfCaller(CompletableFuture<ZkimFile> operation, String code, String message) {
        ServiceException failed = failure(operation);

        assertThat(failed.code()).isEqualTo(code);
        assertThat(failed.kind()).isEqualTo(ErrorKind.UNKNOWN);
        assertThat(failed).hasMessageStartingWith(message);
        assertThat(failed.getCause()).hasMessage("full");
    }
}
