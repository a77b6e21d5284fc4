package im.zk.storage.azure;

import com.azure.storage.blob.models.BlobDownloadAsyncResponse;
import com.azure.storage.blob.models.BlobDownloadHeaders;
import im.zk.storage.spi.MalformedAnswerException;
import im.zk.storage.spi.ValueTooLargeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.PrematureCloseException;

/** The bytes of a blob, read into one array of its length. */
final class BlobBody {

    private final byte[] bytes;
    private final byte @Nullable [] md5;
    private int filled;

    private BlobBody(BlobDownloadHeaders headers, long maximumBytes) {
        Long length = headers.getContentLength();
        if (length == null || headers.getETag() == null) {
            throw BlobContainer.notAzure();
        }
        if (length > maximumBytes) {
            throw new ValueTooLargeException(length, maximumBytes);
        }
        bytes = array(Math.toIntExact(length));
        md5 = headers.getContentMd5() == null ? headers.getBlobContentMD5() : headers.getContentMd5();
    }

    /** Reads an answer to its end, or none of a blob that is too large. */
    static Mono<BlobBody> read(BlobDownloadAsyncResponse answer, long maximumBytes) {
        BlobBody body;
        try {
            body = new BlobBody(answer.getDeserializedHeaders(), maximumBytes);
        } catch (RuntimeException refused) {
            close(answer, refused);
            return Mono.error(refused);
        }
        return answer.getValue()
                .doOnNext(body::add)
                .onErrorMap(PrematureCloseException.class, cut -> body.incomplete())
                .then(Mono.just(body));
    }

    /** The value, where it is whole and has the checksum that the service keeps. */
    byte[] verified() {
        if (filled < bytes.length) {
            throw incomplete();
        }
        if (md5 != null && !Arrays.equals(md5, Checksums.md5(bytes, 0, bytes.length))) {
            throw new MalformedAnswerException("The blob's bytes do not fit its Content-MD5.");
        }
        return bytes;
    }

    /** An error would be fatal to the client's thread, and the call would never end. */
    private static byte[] array(int length) {
        try {
            return new byte[length];
        } catch (OutOfMemoryError full) {
            throw new IllegalStateException(full);
        }
    }

    /** At once: the buffer is the HTTP client's, which uses it again. */
    private void add(ByteBuffer chunk) {
        int length = chunk.remaining();
        if (length > bytes.length - filled) {
            throw new MalformedAnswerException("The blob has more bytes than its Content-Length.");
        }
        chunk.get(bytes, filled, length);
        filled += length;
    }

    private MalformedAnswerException incomplete() {
        return new MalformedAnswerException("The blob's bytes ended before its Content-Length.");
    }

    private static void close(BlobDownloadAsyncResponse answer, RuntimeException refused) {
        try {
            answer.close();
        } catch (IOException failed) {
            refused.addSuppressed(failed);
        }
    }
}
