package im.zk.storage.rest.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error: {@code {"code":"S3_UPLOAD_ERROR","kind":"RATE_LIMITED","message":"…","failedKeys":[…]}}.
 *
 * @param code the code of the service behind the server
 * @param kind {@link RestProtocol#NO_SUCH_KEY}, or the name of an {@link im.zk.storage.ErrorKind}
 * @param message for people
 * @param failedKeys of a {@code clear}, the keys that are still there; empty where that is not known
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ErrorAnswer(
        @JsonProperty(required = true) String code,
        @JsonProperty(required = true) String kind,
        @JsonProperty(required = true) String message,
        List<String> failedKeys) {

    /** What is not there is empty. */
    public ErrorAnswer(String code, String kind, String message, @Nullable List<String> failedKeys) {
        this.code = Objects.requireNonNull(code, "code");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.message = Objects.requireNonNull(message, "message");
        this.failedKeys = List.copyOf(Objects.requireNonNullElse(failedKeys, List.of()));
    }
}
