package im.zk.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing. A page may hold fewer keys than were asked for, even none, and still not be the last.
 *
 * @param keys the keys, unmodifiable
 * @param nextToken what {@link KeyQuery#withToken} takes to get the next page, or null after the last one. Opaque: made
 *     and read by one kind of backend only, valid for the prefix that it was made for
 */
public record KeyPage(List<String> keys, @Nullable String nextToken) {

    /** Copies the list. */
    public KeyPage {
        keys = List.copyOf(keys);
    }
}
