package im.zk.storage.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.storage.blob.models.BlobErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The service's answer that it did not do what was asked: its status and its codes, without the text around them, which
 * may quote the request's signature.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2">Status and error codes</a>
 */
final class AnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");
    private static final String EXPIRED = "Signature not valid in the specified time frame";

    private final int status;
    private final @Nullable String code;
    private final @Nullable String requestId;
    private final @Nullable String retryAfter;
    private final boolean outsideOfTime;

    private AnswerException(int status, HttpHeaders headers, boolean outsideOfTime) {
        super(status + (headers.getValue(ERROR_CODE) == null ? "" : " " + headers.getValue(ERROR_CODE)));
        this.status = status;
        this.code = headers.getValue(ERROR_CODE);
        this.requestId = headers.getValue(RequestIds.SERVICE);
        this.retryAfter = headers.getValue(HttpHeaderName.RETRY_AFTER);
        this.outsideOfTime = outsideOfTime;
    }

    /** What an exception of the SDK's says. */
    static AnswerException of(HttpResponseException refused) {
        String text = String.valueOf(refused.getMessage());
        AnswerException answer = new AnswerException(
                refused.getResponse().getStatusCode(), refused.getResponse().getHeaders(), text.contains(EXPIRED));
        answer.setStackTrace(refused.getStackTrace());
        return answer;
    }

    /** For a part of a batch. */
    static AnswerException of(int status, HttpHeaders headers) {
        return new AnswerException(status, headers, false);
    }

    int status() {
        return status;
    }

    /** What the service calls the error; null where the answer is not the service's own. */
    @Nullable String code() {
        return code;
    }

    /** The id under which Microsoft's support finds the request. */
    @Nullable String requestId() {
        return requestId;
    }

    /** Whether it was a shared access signature's time that was over, or had not begun. */
    boolean isOutsideOfTime() {
        return outsideOfTime;
    }

    /** Whether there is no such blob; a missing container is something else. */
    boolean isMissingBlob() {
        return status == 404 && BlobErrorCode.BLOB_NOT_FOUND.toString().equals(code);
    }

    Optional<Long> retryAfterMillis() {
        return Optional.ofNullable(retryAfter)
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Long.parseLong(seconds) * 1000);
    }
}
