package im.zk.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a legal key, and what is said of one that is not (K2, K3). */
class KeysTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "/", "//", "/a", "a/", "a//b", "a.", ".a", "...", "a/.../b", "a:b", "C:\\x", "%2F", "+", "?#",
                "'\"", " ", " a ", "é", "e\u0301", "😀", "\u200B", "\uFEFF", "\uFFFD", "\uE000", "a/.b", "a./b",
                "..a/b.."
            })
    void everythingElseIsLegal(String key) {
        assertThat(Keys.violation(key)).isNull();
        assertThat(Keys.prefixViolation(key)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''       | is empty; it needs at least one character",
                "'a\u0001b' | has the control character U+0001 at index 1",
                "'a\u001F'  | has the control character U+001F at index 1",
                "'\u007F' | has the control character U+007F at index 0",
                "'ab\u0085' | has the control character U+0085 at index 2",
                "\uFFFE   | has the noncharacter U+FFFE at index 0",
                "\uFDD0   | has the noncharacter U+FDD0 at index 0",
                ".        | has a path segment '.' at index 0",
                "a/..     | has a path segment '..' at index 2",
                "../a     | has a path segment '..' at index 0",
                "a/./b    | has a path segment '.' at index 2",
                "//..//   | has a path segment '..' at index 2",
            })
    void anIllegalKeyIsSaidToBeSoWithWhatAndWhere(String key, String violation) {
        assertThat(Keys.violation(key)).isEqualTo(violation);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xD800, 0xDBFF, 0xDC00, 0xDFFF})
    void aLoneSurrogateIsIllegal(int unit) {
        String key = "a" + (char) unit + "b";

        assertThat(Keys.violation(key)).isEqualTo(String.format("has the lone surrogate U+%04X at index 1", unit));
    }

    @Test
    void theLastTwoOfEveryPlaneAreNoncharacters() {
        for (int plane = 0; plane <= 16; plane++) {
            for (int last : new int[] {0xFFFE, 0xFFFF}) {
                assertThat(Keys.violation(Character.toString(plane << 16 | last)))
                        .contains("noncharacter");
            }
            assertThat(Keys.violation(Character.toString(plane << 16 | 0xFFFD))).isNull();
        }
    }

    @Test
    void theLimitIsInBytesOfUtf8() {
        assertThat(Keys.violation("a".repeat(768))).isNull();
        assertThat(Keys.violation("a".repeat(769))).isEqualTo("has 769 bytes of UTF-8; at most 768 are allowed");
        assertThat(Keys.violation("é".repeat(384))).isNull();
        assertThat(Keys.violation("é".repeat(384) + "a")).contains("769 bytes");
        assertThat(Keys.violation("中".repeat(256))).isNull();
        assertThat(Keys.violation("😀".repeat(192))).isNull();
        assertThat(Keys.violation("😀".repeat(193))).contains("772 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "%", "\\"})
    void whatNamesEscapeCountsThree(String escaped) {
        // 298 × 3 + 2 = 896
        assertThat(Keys.violation(escaped.repeat(298) + "aa")).isNull();
        assertThat(Keys.violation(escaped.repeat(298) + "aaa")).contains("has 897 bytes when each");
        assertThat(Keys.violation("a".repeat(704) + escaped.repeat(64))).isNull();
        assertThat(Keys.violation("a".repeat(703) + escaped.repeat(65))).contains("898");
    }

    @Test
    void aPrefixMayEndInsideOfASegmentAndBeEmpty() {
        assertThat(Keys.prefixViolation("")).isNull();
        assertThat(Keys.prefixViolation("a/..")).isNull();
        assertThat(Keys.prefixViolation(".")).isNull();
        assertThat(Keys.prefixViolation("a/../")).isEqualTo("has a path segment '..' at index 2");
        assertThat(Keys.prefixViolation("a".repeat(769))).contains("769");
        assertThat(Keys.prefixViolation("a\n")).contains("U+000A");
    }

    @Test
    void theOrderIsThatOfTheBytes() {
        List<String> ordered =
                List.of("", "A", "a", "a/b", "aa", "b", "\u00E9", "\uE000", "\uFFFD", "\uD800\uDC00", "😀");
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.sort(Keys.UTF8_ORDER);

        assertThat(shuffled).isEqualTo(ordered);
        assertThat(Keys.UTF8_ORDER.compare("😀", "😀")).isZero();
    }

    @Test
    void aKeyInAMessageIsShortAndPrintable() {
        assertThat(Keys.quote("a/b")).isEqualTo("'a/b'");
        assertThat(Keys.quote("a\n\u202Eb")).isEqualTo("'a\\u000A\\u202Eb'");
        assertThat(Keys.quote("x".repeat(81))).isEqualTo("'" + "x".repeat(80) + "…'");
        assertThat(Keys.quote("😀".repeat(80))).isEqualTo("'" + "😀".repeat(80) + "'");
    }
}
