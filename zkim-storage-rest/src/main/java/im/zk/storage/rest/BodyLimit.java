package im.zk.storage.rest;

import im.zk.storage.rest.protocol.ContentDigest;
import im.zk.storage.spi.AnswerTooLargeException;
import im.zk.storage.spi.BodyReader;
import im.zk.storage.spi.MalformedAnswerException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * How much of a body is read, and what is checked about it: length, digest and coding.
 *
 * @param bytes how many bytes of content are taken
 * @param cutting whether a longer body is cut there, or refused
 * @param coding the content coding that is asked for
 */
record BodyLimit(long bytes, boolean cutting, String coding) {

    /** What is read of an error's body, and of a listing that only has to be recognized. */
    static final BodyLimit BEGINNING = new BodyLimit(64 * 1024, true, "identity");

    /** A value with at most so many bytes, as it is stored: what it holds seldom gets smaller. */
    static BodyLimit ofValue(long bytes) {
        return new BodyLimit(bytes, false, "identity");
    }

    /** A text with at most so many bytes. */
    static BodyLimit ofText(long bytes) {
        return new BodyLimit(bytes, false, "gzip");
    }

    /** Reads the body of a success under this limit, and the beginning of any other; HEAD has none. */
    BodyHandler<byte[]> handler(String method) {
        if (method.equals("HEAD")) {
            return BodyHandlers.replacing(new byte[0]);
        }
        return info -> (info.statusCode() / 100 == 2 ? this : BEGINNING).reader(info.headers());
    }

    /**
     * The content of a body that was read: its coding undone, and its digest checked where it came with one. What may have
     * been cut is left as it is.
     *
     * @throws MalformedAnswerException where it is not what the headers say
     * @throws AnswerTooLargeException where it has more bytes than the limit, once inflated
     */
    byte[] content(HttpResponse<byte[]> response) throws IOException {
        byte[] raw = response.body();
        HttpHeaders headers = response.headers();
        boolean isHead = response.request().method().equals("HEAD");
        if (isHead || cutting || response.statusCode() / 100 != 2) {
            return raw;
        }
        byte[] content = decode(headers, raw);
        String digest = headers.firstValue(ContentDigest.HEADER).orElse(null);
        if (digest != null && !ContentDigest.matches(digest, raw) && !isDigestOfUncoded(digest, raw, content)) {
            throw new MalformedAnswerException("The answer's content is not what its Content-Digest says.");
        }
        return content;
    }

    private BodyReader reader(HttpHeaders headers) {
        return new BodyReader(bytes, cutting, headers);
    }

    /** A stream of content that may have been cut: it fails only where it is read to the end. */
    static InputStream beginning(HttpHeaders headers, byte[] raw) throws IOException {
        InputStream stream = new ByteArrayInputStream(raw);
        return isGzip(headers) ? new GZIPInputStream(stream) : stream;
    }

    /** Proxies that compress on their way are known to pass on the digest of what they compressed. */
    private static boolean isDigestOfUncoded(String digest, byte[] raw, byte[] content) {
        return content != raw && ContentDigest.matches(digest, content);
    }

    private byte[] decode(HttpHeaders headers, byte[] raw) throws IOException {
        if (!isGzip(headers) || raw.length == 0) {
            return raw;
        }
        try (InputStream inflating = new GZIPInputStream(new ByteArrayInputStream(raw))) {
            byte[] content = inflating.readNBytes((int) Math.min(bytes + 1, BodyReader.LARGEST_ARRAY));
            if (content.length > bytes) {
                throw new AnswerTooLargeException(bytes);
            }
            return content;
        } catch (ZipException | EOFException broken) {
            throw new MalformedAnswerException("The answer says that it is gzip, but cannot be inflated.");
        }
    }

    private static boolean isGzip(HttpHeaders headers) {
        String coding =
                headers.firstValue("Content-Encoding").orElse("identity").trim().toLowerCase(Locale.ROOT);
        if (coding.isEmpty() || coding.equals("identity")) {
            return false;
        }
        if (!coding.equals("gzip") && !coding.equals("x-gzip")) {
            throw new MalformedAnswerException("The answer has a content coding that was not asked for.");
        }
        return true;
    }
}
