package im.zk.storage.tck;

import im.zk.storage.spi.Keys;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Keys that no backend takes, by what is wrong with them. */
final class IllegalKeys {

    private IllegalKeys() {}

    /** Every way to be illegal. */
    static List<String> all() {
        return Stream.of(List.of(""), tooLong(), controls(), surrogates(), noncharacters(), directories())
                .flatMap(List::stream)
                .toList();
    }

    /** One of each way, for tests that cost a call to a service for each. */
    static List<String> samples() {
        return List.of("", tooLong().get(0), "a\u0000b", "a\nb", "\uD800", "\uFFFE", "..", "a/../b");
    }

    /** Texts that no legal key begins with: all illegal keys but those that could go on and be legal. */
    static List<String> prefixes() {
        List<String> beginnings = List.of("", ".", "..", "a/.", "a/..", "/.", "/..");
        return all().stream().filter(key -> !beginnings.contains(key)).toList();
    }

    /** One byte more than a key may have, as it is and when escapes count three. */
    static List<String> tooLong() {
        return List.of(
                "l".repeat(Keys.MAXIMUM_BYTES + 1),
                "\u00E9".repeat(384) + "l",
                "\u6F22".repeat(256) + "l",
                "\uD83D\uDE00".repeat(192) + "l",
                "\uD83D\uDE00".repeat(193),
                "l".repeat(5000),
                "/".repeat(298) + "abc",
                "%".repeat(299),
                "\\".repeat(298) + "\u6F22",
                "L/".repeat(64) + "L".repeat(641));
    }

    /** Each control character, C0, DEL and C1, within a key. */
    static List<String> controls() {
        return IntStream.concat(IntStream.rangeClosed(0, 0x1F), IntStream.rangeClosed(0x7F, 0x9F))
                .mapToObj(control -> "a" + Character.toString(control) + "b")
                .toList();
    }

    /** Halves of surrogate pairs without their other half. */
    static List<String> surrogates() {
        String wrongWayRound = "\uDE00\uD83D";
        return List.of(
                "\uD800", "\uDC00", "a\uDBFF", "\uDFFFa", "\uD83Da", "a/\uDE00/b", wrongWayRound, "\uD83D\uD83D\uDE00");
    }

    /** Path segments that file systems and HTTP clients resolve. */
    static List<String> directories() {
        return List.of(
                ".", "..", "./a", "../a", "a/.", "a/..", "a/./b", "a/../b", "/.", "/..", "./", "../", "a//../b",
                "../../a");
    }

    /** Each code point that Unicode reserves for ever, at the end of a key. */
    static List<String> noncharacters() {
        IntStream endsOfPlanes = IntStream.rangeClosed(0, 16)
                .flatMap(plane -> IntStream.of(plane * 0x10000 + 0xFFFE, plane * 0x10000 + 0xFFFF));
        return IntStream.concat(IntStream.rangeClosed(0xFDD0, 0xFDEF), endsOfPlanes)
                .mapToObj(codePoint -> "a" + Character.toString(codePoint))
                .toList();
    }
}
