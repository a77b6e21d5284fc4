package im.zk.storage.gcs;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponse;
import im.zk.storage.spi.ValueTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.http.ConnectionClosedException;

/** Reads an object into one array of its length, and compares its checksum. */
final class ObjectBody {

    private static final String CRC32C = "crc32c=";

    private ObjectBody() {}

    /**
     * Reads the answer to its end, or breaks it off.
     *
     * @param maximumBytes what is longer is not read
     * @throws BrokenBodyException where what arrived is not what is stored
     */
    static byte[] read(HttpResponse answer, long maximumBytes) throws IOException {
        try {
            HttpHeaders headers = answer.getHeaders();
            String checksum = checksum(headers).orElseThrow(() -> Answers.notCloudStorage(answer));
            Long length = headers.getContentLength();
            if (length == null) {
                throw new BrokenBodyException("The service sent an object without its Content-Length");
            }
            if (length > maximumBytes) {
                throw new ValueTooLargeException(length, maximumBytes);
            }
            byte[] value = read(answer.getContent(), Math.toIntExact(length));
            if (!Checksums.crc32c(value).equals(checksum)) {
                throw new BrokenBodyException("The object's bytes do not fit its checksum");
            }
            return value;
        } finally {
            Answers.giveUp(answer);
        }
    }

    private static byte[] read(InputStream content, int length) throws IOException {
        byte[] value = new byte[length];
        int read;
        try {
            read = content == null ? 0 : content.readNBytes(value, 0, length);
            if (read == length && (content == null || content.read() < 0)) {
                return value;
            }
        } catch (ConnectionClosedException truncated) {
            throw new BrokenBodyException("The object's bytes ended before its Content-Length", truncated);
        }
        throw new BrokenBodyException("The object has other than the " + length + " bytes of its Content-Length");
    }

    /** Every object has one. */
    private static Optional<String> checksum(HttpHeaders headers) {
        List<String> hashes = headers.getHeaderStringValues("x-goog-hash");
        return hashes.stream()
                .flatMap(header -> List.of(header.split(",")).stream())
                .map(String::trim)
                .filter(hash -> hash.startsWith(CRC32C))
                .map(hash -> hash.substring(CRC32C.length()))
                .findFirst();
    }
}
