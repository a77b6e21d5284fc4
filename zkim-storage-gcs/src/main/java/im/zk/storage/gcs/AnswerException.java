package im.zk.storage.gcs;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonErrorContainer;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The service's answer that it did not do what was asked. Without the request's URL, which for an upload is as good as a
 * credential, and without the answer's text.
 *
 * @see <a href="https://cloud.google.com/storage/docs/json_api/v1/status-codes">HTTP status and error codes for JSON</a>
 */
final class AnswerException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_BODY = 64 << 10;
    private static final String NOT_FOUND = "notFound";
    private static final String NOT_FOUND_IN_WORDS = "Not Found";
    private static final Set<String> RATE_LIMITS = Set.of("rateLimitExceeded", "userRateLimitExceeded");

    private final int status;
    private final @Nullable String reason;
    private final boolean aboutChecksum;
    private final boolean missingObject;
    private final @Nullable String requestId;
    private final @Nullable String retryAfter;

    private AnswerException(int status, byte[] body, HttpHeaders headers) {
        this(status, parse(body), new String(body, StandardCharsets.UTF_8).strip(), headers);
    }

    private AnswerException(int status, @Nullable GoogleJsonError error, String text, HttpHeaders headers) {
        super(status + (reason(error) == null ? "" : " " + reason(error)));
        this.status = status;
        this.reason = reason(error);
        String message = error == null || error.getMessage() == null ? "" : error.getMessage();
        this.aboutChecksum = message.toLowerCase(Locale.ROOT).contains("crc32c");
        this.requestId = headers.getFirstHeaderStringValue(RequestIds.HEADER);
        this.missingObject =
                status == 404 && (NOT_FOUND.equals(reason) || requestId != null || text.equals(NOT_FOUND_IN_WORDS));
        this.retryAfter = headers.getRetryAfter();
    }

    /** Reads the answer to its end, so that its connection can be used again. */
    static AnswerException of(HttpResponse answer) throws IOException {
        try (InputStream content = answer.getContent()) {
            byte[] body = content == null ? new byte[0] : content.readNBytes(LONGEST_BODY);
            return new AnswerException(answer.getStatusCode(), body, answer.getHeaders());
        } finally {
            Answers.giveUp(answer);
        }
    }

    static AnswerException of(HttpResponseException answer) {
        String content = answer.getContent() == null ? "" : answer.getContent();
        return new AnswerException(
                answer.getStatusCode(), content.getBytes(StandardCharsets.UTF_8), answer.getHeaders());
    }

    /** For a part of a batch. */
    static AnswerException of(@Nullable GoogleJsonError error, HttpHeaders headers) {
        return new AnswerException(error == null ? 0 : error.getCode(), error, "", headers);
    }

    int status() {
        return status;
    }

    /** What the service calls the error; null where the answer is not the service's own. */
    @Nullable String reason() {
        return reason;
    }

    /**
     * Whether the service says that there is no such object, or no such bucket. Asked for a value it says so in words, but
     * with its id; an emulator in words alone. A proxy that takes no {@code %2F}, or a web server, does neither.
     */
    boolean isMissingObject() {
        return missingObject;
    }

    /** Whether the service computed another checksum than it was sent. */
    boolean isAboutChecksum() {
        return status == 400 && aboutChecksum;
    }

    /** The id under which Google's support finds the request. */
    @Nullable String requestId() {
        return requestId;
    }

    Optional<Long> retryAfterMillis() {
        return Optional.ofNullable(retryAfter)
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Long.parseLong(seconds) * 1000);
    }

    /** Whether the same request may succeed later. */
    boolean isTransient() {
        return status == 408 || status == 429 || status >= 500 || (reason != null && RATE_LIMITS.contains(reason));
    }

    private static @Nullable GoogleJsonError parse(byte[] body) {
        try {
            GoogleJsonErrorContainer container = GsonFactory.getDefaultInstance()
                    .fromString(new String(body, StandardCharsets.UTF_8), GoogleJsonErrorContainer.class);
            return container == null ? null : container.getError();
        } catch (IOException | RuntimeException notTheServices) {
            return null;
        }
    }

    private static @Nullable String reason(@Nullable GoogleJsonError error) {
        List<GoogleJsonError.ErrorInfo> errors = error == null ? null : error.getErrors();
        return errors == null || errors.isEmpty() ? null : errors.get(0).getReason();
    }
}
