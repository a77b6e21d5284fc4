package im.zk.storage.tck;

import im.zk.storage.spi.Keys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Legal keys that stores, file systems, query languages and encodings are known to mix up. */
final class TrickyKeys {

    /** Each family's keys differ only in what a sloppy backend overlooks. */
    private static final List<List<String>> FAMILIES = List.of(
            // Case, also where it is not one letter to one, or depends on the locale.
            List.of("case", "Case", "CASE", "casE"),
            List.of("i", "I", "\u0130", "\u0131", "title", "TITLE"),
            List.of("stra\u00DFe", "strasse", "STRASSE", "STRA\u1E9EE"),
            List.of("k", "K", "\u212A", "s", "\u017F", "\u03C3", "\u03C2", "\u03A3"),
            // Unicode forms: composed, decomposed, compatible.
            List.of("caf\u00E9", "cafe\u0301", "cafe"),
            List.of("\u00C5", "A\u030A", "\u212B"),
            List.of("\uAC00", "\u1100\u1161"),
            List.of("\u1E69", "s\u0323\u0307", "s\u0307\u0323", "\u1E63\u0307"),
            List.of("fi", "\uFB01", "1", "\u2460", "\u00B9", "\uFF11", "A", "\uFF21"),
            List.of("\u2126", "\u03A9", "\u00B5", "\u03BC"),
            // Spaces, and characters that show nothing.
            List.of(" ", "  ", "\u00A0", "\u3000", "\u2003", "\u2028", "\u2029"),
            List.of("a b", "a  b", " a b", "a b ", "a\u00A0b", "a b/", "a /b", "a/ b"),
            List.of("x", "x\u200B", "x\u200C", "x\u200D", "\uFEFFx", "x\u00AD", "x\u2060", "x\u034F", "x\uFE0F"),
            List.of("\u05D0\u05D1", "\u200F\u05D0\u05D1", "\u202Eabc", "\u202Dabc", "\u2066abc\u2069", "abc"),
            // Slashes.
            List.of("/", "//", "///", "a", "/a", "//a", "a/", "a//", "/a/", "a/b", "a//b", "a///b", "/a//b/"),
            List.of("n", "n/child", "n/child/deeper", "n/", "n/child/", "n-child", "nchild", "n.child"),
            List.of("a\\b", "\\", "\\\\", "\\a", "a\\", "a\\/b", "a/\\b", "a\\\\b"),
            // Dots that are no directories.
            List.of("...", "....", ".a", "..a", "a.", "a..", "a...", ".a.", ".../a", "a/...", "a/.b", "a./b", "a../b"),
            // Escapes of URLs, and what looks like them.
            List.of("%", "%%", "%2", "%25", "%2525", "%2F", "%2f", "%252F", "%5C", "%zz", "%u002F", "%C3%A9", "%00"),
            List.of("a+b", "a%20b", "a%2Bb", "a&b", "a&amp;b", "a%26b", "a=b", "a;b", "a;v=1", "a?b=c", "a?", "a#b"),
            List.of(
                    "http://host/x?y=z#w",
                    "http:/host/x",
                    "//host/share",
                    "\\\\host\\share",
                    "C:\\x",
                    "C:x",
                    "file:///x"),
            // Escapes of files and tables.
            List.of(
                    "!", "!a", "!!a", "!A", "~", "~a", "a~1", "_x0041_", "=41", "#41", "-rf", "--", "*", "[a-z]",
                    "{a,b}"),
            List.of("con", "CON", "con.txt", "aux", "nul", "prn", "com1", "lpt9.log", "conin$", "desktop.ini"),
            List.of(
                    "a:b", "a*b", "a\"b", "a<b", "a>b", "a|b", "a'b", "a`b", "a^b", "<a/>", "]]>", "&#65;", "$HOME",
                    "${a}"),
            List.of("'; DROP TABLE zkim_files; --", "a_b", "a%b", "axb", "a\\_b", "\"", "''", "(", "%s", "{0}", "$1"),
            // Words that mean something elsewhere.
            List.of("null", "undefined", "true", "0", "00", "-1", "1e5", "keys", "_batch", "__proto__", "index.html"),
            List.of(".tmp", "a.tmp", ".lock", "a.lock", ".meta", ".DS_Store", "lost+found", ".git/config"),
            // Beyond the first plane, and both sides of the surrogates, where UTF-16 and UTF-8 sort differently.
            List.of(
                    "\uD83D\uDE00",
                    "\uD83D\uDC69\u200D\uD83D\uDC67",
                    "\u2764",
                    "\u2764\uFE0F",
                    "\uD83D\uDC4D\uD83C\uDFFD"),
            List.of(
                    "\uD7FF",
                    "\uE000",
                    "\uFDCF",
                    "\uFDF0",
                    "\uFFFD",
                    "\uD800\uDC00",
                    "\uDBFF\uDFFD",
                    "\u0378",
                    "\uDB40\uDC01"));

    private static final String PUNCTUATION = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final int RANDOM_CHARACTERS = 60;

    private TrickyKeys() {}

    /** Every key of every family, ASCII's punctuation at every place, and the longest keys. */
    static Set<String> all() {
        Set<String> keys = new LinkedHashSet<>();
        FAMILIES.forEach(keys::addAll);
        PUNCTUATION
                .chars()
                .mapToObj(Character::toString)
                .flatMap(each -> Stream.of(each, each + "begins", "is" + each + "within", "ends" + each))
                .filter(key -> Keys.violation(key) == null)
                .forEach(keys::add);
        keys.addAll(longest());
        return keys;
    }

    /** Keys that have as many bytes as a key may have, in several alphabets, and neighbours of theirs. */
    static List<String> longest() {
        String longest = "l".repeat(Keys.MAXIMUM_BYTES);
        return List.of(
                longest,
                longest.substring(1),
                longest.substring(2) + "/l",
                longest.substring(1) + "x",
                longest.substring(1) + ".",
                "\u00E9".repeat(384),
                "\u6F22".repeat(256),
                "\uD83D\uDE00".repeat(192),
                "e\u0301".repeat(256),
                " ".repeat(Keys.MAXIMUM_BYTES),
                "/".repeat(298) + "ab",
                "%".repeat(298) + "ab",
                "\\".repeat(298) + "ab",
                "d/".repeat(223) + "file",
                "L/".repeat(64) + "L".repeat(640));
    }

    /** As many different legal keys as asked for, short and of all kinds of characters. */
    static Set<String> random(Random random, int count) {
        List<Integer> palette = new ArrayList<>();
        "aA/%\\.+ ~!_-:0".codePoints().forEach(palette::add);
        List.of(0xE9, 0x301, 0x200D, 0x6F22, 0xE000, 0x1F600, 0x10FFFD).forEach(palette::add);
        Set<String> keys = new LinkedHashSet<>();
        while (keys.size() < count) {
            StringBuilder key = new StringBuilder();
            int length = 1 + random.nextInt(RANDOM_CHARACTERS);
            for (int at = 0; at < length; at++) {
                boolean known = random.nextInt(3) > 0;
                key.appendCodePoint(
                        known
                                ? palette.get(random.nextInt(palette.size()))
                                : random.nextInt(Character.MAX_CODE_POINT + 1));
            }
            if (Keys.violation(key.toString()) == null) {
                keys.add(key.toString());
            }
        }
        return keys;
    }
}
