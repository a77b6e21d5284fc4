package im.zk.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which keys {@link StorageBackend#listKeys} is to list: those with a prefix, so many at a time, from where the page
 * before ended.
 *
 * @param prefix what the keys begin with; empty for all. Compared as text: {@code a} is a prefix of {@code ab/c}
 * @param limit how many keys a page holds at most, 1 to {@value #MAXIMUM_LIMIT}
 * @param token the {@link KeyPage#nextToken()} of the page before, or null for the first page
 */
public record KeyQuery(String prefix, int limit, @Nullable String token) {

    /** The largest limit, which is also the default one: what the page of an object store holds. */
    public static final int MAXIMUM_LIMIT = 1000;

    private static final KeyQuery ALL = new KeyQuery("", MAXIMUM_LIMIT, null);

    /** Checks that the limit is 1 to {@value #MAXIMUM_LIMIT}. */
    public KeyQuery {
        Objects.requireNonNull(prefix, "prefix");
        if (limit < 1 || limit > MAXIMUM_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAXIMUM_LIMIT + ", but is " + limit);
        }
    }

    /** Every key, {@value #MAXIMUM_LIMIT} at a time. */
    public static KeyQuery all() {
        return ALL;
    }

    /** The keys that begin with a prefix, {@value #MAXIMUM_LIMIT} at a time. */
    public static KeyQuery prefix(String prefix) {
        return ALL.withPrefix(prefix);
    }

    /** This query for another prefix. */
    public KeyQuery withPrefix(String prefix) {
        return new KeyQuery(prefix, limit, token);
    }

    /** This query with another number of keys to a page. */
    public KeyQuery withLimit(int limit) {
        return new KeyQuery(prefix, limit, token);
    }

    /** This query from where a page ended; null for the beginning. */
    public KeyQuery withToken(@Nullable String token) {
        return new KeyQuery(prefix, limit, token);
    }
}
