package im.zk.storage.spi;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Legal keys, from plain ones to those made only of what a codec or a service may trip over. */
public final class RandomKeys {

    private static final List<List<String>> ALPHABETS = List.of(
            letters("abcxyz019-_"),
            letters("abcABC019._-:=@~/"),
            letters("/%\\.!~ aA"),
            letters("/"),
            letters("/."),
            letters("/.a"),
            letters("%25EFef/"),
            letters("!aA%"),
            letters(" .\"'<>|*?:#+&;,=@()[]{}^`$"),
            letters("é中\uFFFD\uE000\u0301\u212B\u1E9Eßıİ"),
            List.of("😀", "\uD800\uDC00", "\uDBFF\uDFFD", "/", "%", "a", "é"),
            List.of("\u200B", "\u202E", "\u2028", "\uFEFF", "\u00A0", "\u00AD"),
            List.of("con", "aux", "nul", "com1", "lpt9", "prn", ".", "/", "x", "CON"),
            List.of("%2F", "%2f", "%/", "%5C", "%2E", "%", "/", ".", "..", "a"));

    private final Random random;

    /** Keys by a source of numbers. */
    public RandomKeys(Random random) {
        this.random = random;
    }

    /** A text in ASCII, whole, for the message of a test that fails. */
    public static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars()
                .forEach(unit -> shown.append(
                        unit < 0x80 ? String.valueOf((char) unit) : String.format(Locale.ROOT, "\\u%04X", unit)));
        return shown.toString();
    }

    /** A key of any length, short ones being likelier. */
    public String next() {
        return switch (random.nextInt(8)) {
            case 0 -> longest();
            case 1 -> ofAtMost(Keys.MAXIMUM_BYTES);
            default -> ofAtMost(12);
        };
    }

    /** A key to which no character of its kind could be added. */
    public String longest() {
        return grow(alphabet(), Integer.MAX_VALUE);
    }

    private String ofAtMost(int pieces) {
        return grow(alphabet(), 1 + random.nextInt(pieces));
    }

    private List<String> alphabet() {
        return random.nextInt(4) == 0
                ? Stream.generate(this::anyCharacter).limit(5).toList()
                : ALPHABETS.get(random.nextInt(ALPHABETS.size()));
    }

    private String anyCharacter() {
        String character = "";
        while (Keys.prefixViolation(character) != null || character.isEmpty()) {
            character = Character.toString(random.nextInt(Character.MAX_CODE_POINT + 1));
        }
        return character;
    }

    private String grow(List<String> alphabet, int pieces) {
        String key = "";
        int refused = 0;
        for (int made = 0; made < pieces && refused < 8; ) {
            String longer = key + alphabet.get(random.nextInt(alphabet.size()));
            if (Keys.prefixViolation(longer) == null) {
                key = longer;
                made++;
            } else {
                refused++;
            }
        }
        // A last segment of dots is the one thing that makes a legal prefix an illegal key.
        while (Keys.violation(key) != null) {
            key = key.isEmpty() ? "k" : key.substring(0, key.length() - 1);
        }
        return key;
    }

    private static List<String> letters(String letters) {
        return letters.codePoints().mapToObj(Character::toString).toList();
    }
}
