package im.zk.storage.rest.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a batch: {@code {"values":{"a":"AQID"},"missing":["b"],"deferred":["c"],"failed":{"d":"CONFLICT"}}}.
 *
 * <p>Each key that a batch gets is in exactly one of the four. Of a batch that sets or deletes only {@code failed} counts:
 * keys that are not in it are done.
 *
 * @param values values by key, in Base64
 * @param missing keys that are not there
 * @param deferred keys that were not looked at, because the answer is large enough: to be asked for by themselves
 * @param failed the name of an {@link im.zk.storage.ErrorKind} by key
 */
public record BatchAnswer(
        Map<String, byte[]> values,
        List<String> missing,
        List<String> deferred,
        @JsonProperty(required = true) Map<String, String> failed) {

    /** What is not there is empty, but for {@code failed}; no value may be null. */
    public BatchAnswer(
            @Nullable Map<String, byte[]> values,
            @Nullable List<String> missing,
            @Nullable List<String> deferred,
            Map<String, String> failed) {
        this.values = Objects.requireNonNullElse(values, Map.of());
        this.values.forEach((key, value) -> Objects.requireNonNull(value, "value"));
        this.missing = List.copyOf(Objects.requireNonNullElse(missing, List.of()));
        this.deferred = List.copyOf(Objects.requireNonNullElse(deferred, List.of()));
        this.failed = Objects.requireNonNull(failed, "failed");
    }
}
