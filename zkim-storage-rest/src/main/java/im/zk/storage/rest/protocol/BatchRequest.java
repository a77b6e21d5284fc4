package im.zk.storage.rest.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /files?batch=…}: {@code {"values":{"a":"AQID"}}} to set, {@code {"keys":["a","b"]}} to get or
 * to delete.
 *
 * @param values values by key, in Base64
 * @param keys the keys
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BatchRequest(Map<String, byte[]> values, List<String> keys) {

    /** What is not there is empty; no value may be null. */
    public BatchRequest(@Nullable Map<String, byte[]> values, @Nullable List<String> keys) {
        this.values = Objects.requireNonNullElse(values, Map.of());
        this.values.forEach((key, value) -> Objects.requireNonNull(value, "value"));
        this.keys = List.copyOf(Objects.requireNonNullElse(keys, List.of()));
    }

    /** A batch that sets. */
    public static BatchRequest ofValues(Map<String, byte[]> values) {
        return new BatchRequest(values, null);
    }

    /** A batch that gets or deletes. */
    public static BatchRequest ofKeys(List<String> keys) {
        return new BatchRequest(null, keys);
    }
}
