package im.zk.storage.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a key into an object's name and back (rule K4), so that every legal key has a name of its own that the service
 * can hold. Immutable.
 *
 * <p>A name is decoded by undoing the escapes and encoding again: one that does not come out the same cannot have been
 * made by this codec. It is somebody else's, and neither listed nor cleared.
 */
public final class ObjectNames {

    /**
     * For object stores: {@code %} becomes {@code %25}, {@code \} {@code %5C}, and a {@code /} that begins the key, ends
     * it or follows another {@code /} becomes {@code %2F}. All else is verbatim.
     */
    public static final ObjectNames PATH = new ObjectNames(Style.PATH, false, Integer.MAX_VALUE);

    /**
     * For stores that are a tree of files underneath: as {@link #PATH}, and every {@code /} becomes {@code %2F}. The name
     * is cut into parts of at most 200 bytes joined by {@code /}, every part but the last ending in a lone {@code %}, so
     * that no object is ever another one's directory and no file name is too long. A last part {@code .} or {@code ..}
     * has its first dot as {@code %2E}.
     */
    public static final ObjectNames FLAT = new ObjectNames(Style.FLAT, false, Integer.MAX_VALUE);

    /**
     * For a local directory: as {@link #FLAT}, and portable between file systems that fold case, normalise Unicode or
     * reserve names. {@code A} becomes {@code !a}; {@code a-z 0-9 . _ - = + , @ ( )} are verbatim; every other byte of
     * UTF-8 becomes {@code %XX}, as do a {@code .} at the end and the first letter of a part that Windows would take for
     * a device, such as {@code con}.
     */
    public static final ObjectNames FILE = new ObjectNames(Style.FILE, false, Integer.MAX_VALUE);

    private static final int PART_BYTES = 200;
    private static final String PORTABLE_PUNCTUATION = "._-=+,@()";
    private static final Pattern DEVICE = Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

    private static final HexFormat ESCAPES = HexFormat.of().withUpperCase().withPrefix("%");
    private static final Pattern CAPITAL = Pattern.compile("!([a-z])");

    private final Style style;
    private final boolean escapesTrailingDots;
    private final int maximumSlashes;

    private enum Style {
        PATH,
        FLAT,
        FILE
    }

    private ObjectNames(Style style, boolean escapesTrailingDots, int maximumSlashes) {
        this.style = style;
        this.escapesTrailingDots = escapesTrailingDots;
        this.maximumSlashes = maximumSlashes;
    }

    /** These names with a {@code .} that ends a path segment as {@code %2E}. */
    public ObjectNames escapingTrailingDots() {
        return new ObjectNames(style, true, maximumSlashes);
    }

    /** These names with at most so many {@code /}; further ones become {@code %2F}. */
    public ObjectNames withMaximumSlashes(int maximum) {
        return new ObjectNames(style, escapesTrailingDots, maximum);
    }

    /** The name of a legal key. */
    public String encode(String key) {
        if (style == Style.PATH) {
            StringBuilder name = new StringBuilder(key.length() + 16);
            units(key).forEach(name::append);
            return name.toString();
        }
        return String.join("/", parts(units(key)));
    }

    /** The key of a name, or null where this codec cannot have made the name. */
    public @Nullable String decode(String name) {
        String text = style == Style.PATH ? name : name.replace("%/", "");
        String key = unescape(style == Style.FILE ? restoreCapitals(text) : text);
        return key != null && Keys.violation(key) == null && encode(key).equals(name) ? key : null;
    }

    /**
     * A text with which the names of all keys that begin with a prefix begin. Names of other keys may begin with it too,
     * so the keys that are decoded from a listing are to be compared again.
     */
    public String encodePrefix(String keyPrefix) {
        int end = keyPrefix.length();
        // What follows a slash or a dot decides how it is written, so the text ends before them.
        while (end > 0 && (keyPrefix.charAt(end - 1) == '/' || keyPrefix.charAt(end - 1) == '.')) {
            end--;
        }
        List<String> units = units(keyPrefix.substring(0, end));
        if (style == Style.PATH) {
            return String.join("", units);
        }
        List<String> parts = parts(units);
        int last = parts.size() - 1;
        String tail = parts.get(last);
        boolean settled = bytes(tail) < PART_BYTES && !(style == Style.FILE && deviceMayChange(tail));
        parts.set(last, settled ? tail : "");
        return String.join("/", parts);
    }

    /** Whether more behind a part might make it a device, or make it none. */
    private static boolean deviceMayChange(String part) {
        Matcher device = DEVICE.matcher(unescapedFirst(part));
        device.matches();
        return device.hitEnd();
    }

    private List<String> units(String key) {
        List<String> units = new ArrayList<>(key.length());
        int slashes = 0;
        for (int at = 0; at < key.length(); ) {
            int codePoint = key.codePointAt(at);
            String unit = unit(key, at, codePoint, slashes);
            slashes += unit.equals("/") ? 1 : 0;
            units.add(unit);
            at += Character.charCount(codePoint);
        }
        return units;
    }

    private String unit(String key, int at, int codePoint, int slashes) {
        boolean last = at + 1 == key.length();
        return switch (codePoint) {
            case '%', '\\' -> escape(codePoint);
            case '/' -> {
                boolean inner = at > 0 && !last && key.charAt(at - 1) != '/';
                yield inner && style == Style.PATH && slashes < maximumSlashes ? "/" : escape(codePoint);
            }
            case '.' -> {
                boolean trailing = last || (escapesTrailingDots && key.charAt(at + 1) == '/');
                yield trailing && (escapesTrailingDots || style == Style.FILE) ? escape(codePoint) : ".";
            }
            default -> style == Style.FILE ? portable(codePoint) : Character.toString(codePoint);
        };
    }

    private static String portable(int codePoint) {
        if (codePoint >= 'A' && codePoint <= 'Z') {
            return "!" + (char) (codePoint - 'A' + 'a');
        }
        boolean plain = (codePoint >= 'a' && codePoint <= 'z')
                || (codePoint >= '0' && codePoint <= '9')
                || PORTABLE_PUNCTUATION.indexOf(codePoint) >= 0;
        return plain ? Character.toString(codePoint) : escape(codePoint);
    }

    private static String escape(int codePoint) {
        return ESCAPES.formatHex(Character.toString(codePoint).getBytes(UTF_8));
    }

    private List<String> parts(List<String> units) {
        List<String> parts = new ArrayList<>();
        int remaining = units.stream().mapToInt(ObjectNames::bytes).sum();
        StringBuilder part = new StringBuilder();
        int partBytes = 0;
        for (String unit : units) {
            int unitBytes = bytes(unit);
            boolean lastPart = partBytes + remaining <= PART_BYTES;
            if (!lastPart && partBytes + unitBytes > PART_BYTES - 1) {
                parts.add(permitted(part.append('%').toString()));
                part.setLength(0);
                partBytes = 0;
            }
            part.append(unit);
            partBytes += unitBytes;
            remaining -= unitBytes;
        }
        parts.add(permitted(part.toString()));
        return parts;
    }

    private String permitted(String part) {
        boolean directory = part.equals(".") || part.equals("..");
        boolean device = style == Style.FILE && DEVICE.matcher(part).matches();
        return directory || device ? escape(part.charAt(0)) + part.substring(1) : part;
    }

    private static String unescapedFirst(String part) {
        String first = part.startsWith("%") && part.length() > 2 ? unescape(part.substring(0, 3)) : null;
        return first == null ? part : first + part.substring(3);
    }

    private static String restoreCapitals(String text) {
        return CAPITAL.matcher(text).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }

    private static int bytes(String unit) {
        return unit.length() == 1 && unit.charAt(0) < 0x80 ? 1 : unit.getBytes(UTF_8).length;
    }

    /** The text of percent escapes, or null where one is malformed or their bytes are not UTF-8. */
    public static @Nullable String unescape(String name) {
        ByteBuffer source = UTF_8.encode(name);
        ByteBuffer target = ByteBuffer.allocate(source.remaining());
        while (source.hasRemaining()) {
            byte octet = source.get();
            if (octet == '%') {
                int high = source.remaining() < 2 ? -1 : Character.digit(source.get(), 16);
                int low = high < 0 ? -1 : Character.digit(source.get(), 16);
                if (low < 0) {
                    return null;
                }
                octet = (byte) (high << 4 | low);
            }
            target.put(octet);
        }
        try {
            return UTF_8.newDecoder().decode(target.flip()).toString();
        } catch (CharacterCodingException notOurs) {
            return null;
        }
    }
}
