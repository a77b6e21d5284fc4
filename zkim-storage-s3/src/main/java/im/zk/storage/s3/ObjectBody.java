package im.zk.storage.s3;

import im.zk.storage.spi.MalformedAnswerException;
import im.zk.storage.spi.ValueTooLargeException;
import java.io.IOException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads an object into one array of its length. What comes broken is asked for again by the SDK, as often as it retries.
 *
 * @param maximumBytes what is longer is not read
 */
record ObjectBody(long maximumBytes) implements ResponseTransformer<GetObjectResponse, byte[]> {

    @Override
    public byte[] transform(GetObjectResponse response, AbortableInputStream stream) {
        boolean complete = false;
        try {
            byte[] value = read(length(response), stream);
            complete = true;
            return value;
        } catch (ConnectionClosedException truncated) {
            throw broken(new MalformedAnswerException("The object's bytes ended before its Content-Length."));
        } catch (IOException | MalformedAnswerException wrong) {
            throw broken(wrong);
        } catch (AbortedException interrupted) {
            throw interrupted;
        } catch (SdkClientException unequal) {
            throw broken(new MalformedAnswerException("The object's bytes do not fit its checksum."));
        } finally {
            if (!complete) {
                // To close it instead would read the rest first.
                stream.abort();
            }
        }
    }

    private int length(GetObjectResponse response) {
        Answers.requireObject(response.eTag(), response);
        Long length = response.contentLength();
        if (length == null) {
            throw new MalformedAnswerException("The service sent an object without its Content-Length.");
        }
        if (length > maximumBytes) {
            throw new ValueTooLargeException(length, maximumBytes);
        }
        return Math.toIntExact(length);
    }

    private static byte[] read(int length, AbortableInputStream stream) throws IOException {
        byte[] value = new byte[length];
        int read = stream.readNBytes(value, 0, length);
        // Behind the last byte the SDK compares the checksum.
        if (read < length || stream.read() >= 0) {
            throw new MalformedAnswerException(
                    "The object has other than the " + length + " bytes of its Content-Length.");
        }
        return value;
    }

    private static RetryableException broken(Exception cause) {
        return RetryableException.builder().cause(cause).build();
    }

    /** Takes no byte of the answer: for whether there is an object. */
    static @Nullable Void discard(GetObjectResponse response, AbortableInputStream stream) {
        stream.abort();
        Answers.requireObject(response.eTag(), response);
        return null;
    }
}
