package im.zk.storage.spi;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The key rules (K2), in one place for every backend. */
public final class Keys {

    /** The most bytes of UTF-8 that a key may have. */
    public static final int MAXIMUM_BYTES = 768;

    /** The most bytes that a key may have when each {@code /}, {@code %} and {@code \} counts three. */
    public static final int MAXIMUM_ESCAPED_BYTES = 896;

    /** The order of the keys' UTF-8 bytes, which is that of their code points; {@code String}'s own order differs. */
    public static final Comparator<String> UTF8_ORDER = Keys::compareCodePoints;

    private static final int SHOWN_CHARACTERS = 80;

    private Keys() {}

    /** What makes a key illegal, as the end of a sentence that begins with "the key"; null where it is legal. */
    public static @Nullable String violation(String key) {
        if (key.isEmpty()) {
            return "is empty; it needs at least one character";
        }
        String violation = textViolation(key);
        return violation != null ? violation : segmentViolation(key);
    }

    /**
     * What makes a text one that no legal key begins with, in the same words; null where it is fine, as the empty one
     * is.
     */
    public static @Nullable String prefixViolation(String prefix) {
        String violation = textViolation(prefix);
        int lastSlash = prefix.lastIndexOf('/');
        return violation != null || lastSlash < 0 ? violation : segmentViolation(prefix.substring(0, lastSlash));
    }

    /** A key as an error message shows it: in quotes, shortened, with what cannot be printed as {@code \}{@code uXXXX}. */
    public static String quote(String key) {
        StringBuilder quoted = new StringBuilder("'");
        key.codePoints().limit(SHOWN_CHARACTERS).forEach(codePoint -> appendPrintable(quoted, codePoint));
        return quoted.append(key.codePointCount(0, key.length()) > SHOWN_CHARACTERS ? "…'" : "'")
                .toString();
    }

    private static @Nullable String textViolation(String text) {
        int bytes = 0;
        int escapes = 0;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            String problem = characterProblem(codePoint);
            if (problem != null) {
                return String.format("has %s U+%04X at index %d", problem, codePoint, at);
            }
            bytes += utf8Length(codePoint);
            escapes += codePoint == '/' || codePoint == '%' || codePoint == '\\' ? 1 : 0;
            at += Character.charCount(codePoint);
        }
        if (bytes > MAXIMUM_BYTES) {
            return "has " + bytes + " bytes of UTF-8; at most " + MAXIMUM_BYTES + " are allowed";
        }
        if (bytes + 2 * escapes > MAXIMUM_ESCAPED_BYTES) {
            return "has " + (bytes + 2 * escapes) + " bytes when each '/', '%' and '\\' counts three; at most "
                    + MAXIMUM_ESCAPED_BYTES + " are allowed";
        }
        return null;
    }

    private static @Nullable String segmentViolation(String text) {
        for (int from = 0; from <= text.length(); ) {
            int slash = text.indexOf('/', from);
            int to = slash < 0 ? text.length() : slash;
            boolean dots = to > from && to - from <= 2 && text.charAt(from) == '.' && text.charAt(to - 1) == '.';
            if (dots) {
                return "has a path segment '" + text.substring(from, to) + "' at index " + from;
            }
            from = to + 1;
        }
        return null;
    }

    private static @Nullable String characterProblem(int codePoint) {
        if (Character.isISOControl(codePoint)) {
            return "the control character";
        }
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            return "the lone surrogate";
        }
        boolean noncharacter = (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
        return noncharacter ? "the noncharacter" : null;
    }

    static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    private static void appendPrintable(StringBuilder text, int codePoint) {
        boolean printable = characterProblem(codePoint) == null && Character.getType(codePoint) != Character.FORMAT;
        if (printable) {
            text.appendCodePoint(codePoint);
        } else {
            text.append(String.format("\\u%04X", codePoint));
        }
    }

    private static int compareCodePoints(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int at = 0; at < common; at++) {
            char a = left.charAt(at);
            char b = right.charAt(at);
            if (a != b) {
                boolean oneIsSurrogate = Character.isSurrogate(a) != Character.isSurrogate(b);
                // A surrogate stands for a code point above every other char, though its own value is not the highest.
                return oneIsSurrogate ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
