package im.zk.storage.rest.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /files}: {@code {"keys":["a","b"],"next":"…"}}.
 *
 * @param keys the keys
 * @param next what {@code after} takes to get the next page; not there after the last page, or without paging
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyListing(
        @JsonProperty(required = true) List<String> keys,
        @Nullable String next) {

    /** Copies the keys, none of which may be null. */
    public KeyListing {
        keys = List.copyOf(keys);
    }
}
