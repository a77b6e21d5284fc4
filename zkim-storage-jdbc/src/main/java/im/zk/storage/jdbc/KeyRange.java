package im.zk.storage.jdbc;

import im.zk.storage.spi.Keys;
import org.jspecify.annotations.Nullable;

/**
 * Texts between two, in the order of their UTF-8 bytes. A prefix as a range needs no pattern in which a character could
 * mean something, and can use an index.
 *
 * @param from where it begins
 * @param inclusive whether the beginning itself is in it
 * @param to where it ends, itself not in it; null for no end
 */
record KeyRange(String from, boolean inclusive, @Nullable String to) {

    /** The texts that begin with a prefix. */
    static KeyRange ofPrefix(String prefix) {
        return new KeyRange(prefix, true, successor(prefix));
    }

    /** Those of this range that come after a text. */
    KeyRange after(String text) {
        return Keys.UTF8_ORDER.compare(text, from) < 0 ? this : new KeyRange(text, false, to);
    }

    /** The least text that is greater than all that begin with a prefix; null where there is none. */
    private static @Nullable String successor(String prefix) {
        for (int end = prefix.length(); end > 0; ) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return prefix.substring(0, end) + Character.toString(next);
            }
        }
        return null;
    }
}
