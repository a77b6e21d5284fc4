package im.zk.storage.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that are on users' disks and in their buckets: what this table says must never change (K4). */
class ObjectNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                // key     | PATH        | FLAT          | FILE
                "plain     | plain       | plain         | plain",
                "a/b       | a/b         | a%2Fb         | a%2Fb",
                "a//b      | a/%2Fb      | a%2F%2Fb      | a%2F%2Fb",
                "a///b     | a/%2F%2Fb   | a%2F%2F%2Fb   | a%2F%2F%2Fb",
                "/a        | %2Fa        | %2Fa          | %2Fa",
                "a/        | a%2F        | a%2F          | a%2F",
                "/         | %2F         | %2F           | %2F",
                "//        | %2F%2F      | %2F%2F        | %2F%2F",
                "%2F       | %252F       | %252F         | %252!f",
                "%         | %25         | %25           | %25",
                "C:\\x     | C:%5Cx      | C:%5Cx        | !c%3A%5Cx",
                "IMG_1.JPG | IMG_1.JPG   | IMG_1.JPG     | !i!m!g_1.!j!p!g",
                "a.        | a.          | a.            | a%2E",
                "a./b      | a./b        | a.%2Fb        | a.%2Fb",
                "...       | ...         | ...           | ..%2E",
                "con       | con         | con           | %63on",
                "com1.txt  | com1.txt    | com1.txt      | %63om1.txt",
                "console   | console     | console       | console",
                "a+b=c@d   | a+b=c@d     | a+b=c@d       | a+b=c@d",
                "a b!c     | a b!c       | a b!c         | a%20b%21c",
                "é         | é           | é             | %C3%A9",
                "😀        | 😀          | 😀            | %F0%9F%98%80",
                "a:b~c     | a:b~c       | a:b~c         | a%3Ab%7Ec",
            })
    void aKeyHasThisName(String key, String path, String flat, String file) {
        assertThat(ObjectNames.PATH.encode(key)).as("PATH").isEqualTo(path);
        assertThat(ObjectNames.FLAT.encode(key)).as("FLAT").isEqualTo(flat);
        assertThat(ObjectNames.FILE.encode(key)).as("FILE").isEqualTo(file);
        assertThat(ObjectNames.PATH.decode(path)).isEqualTo(key);
        assertThat(ObjectNames.FLAT.decode(flat)).isEqualTo(key);
        assertThat(ObjectNames.FILE.decode(file)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.     | a%2E",
                "a./b.  | a%2E/b%2E",
                "a.b/c  | a.b/c",
                "a..    | a.%2E",
                "..a    | ..a",
            })
    void onAzureADotThatEndsASegmentIsEscaped(String key, String name) {
        ObjectNames azure = ObjectNames.PATH.escapingTrailingDots();

        assertThat(azure.encode(key)).isEqualTo(name);
        assertThat(azure.decode(name)).isEqualTo(key);
        assertThat(azure.decode(key)).isEqualTo(key.equals(name) ? key : null);
    }

    @Test
    void slashesBeyondTheMostAreEscaped() {
        ObjectNames names = ObjectNames.PATH.withMaximumSlashes(2);

        assertThat(names.encode("a/b/c/d/e")).isEqualTo("a/b/c%2Fd%2Fe");
        assertThat(names.decode("a/b/c%2Fd%2Fe")).isEqualTo("a/b/c/d/e");
        assertThat(names.decode("a/b/c/d/e")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a//b", "/a", "a/", "%2fa", "%41", "a%", "%", "%2", "%zz", "a%2Fb", "%5c", "a\\b", "%FF", "%C0%AF",
                "..", "a/../b", "%2E", "a%2Eb"
            })
    void aNameThatPathCannotHaveMadeIsSomebodyElses(String name) {
        assertThat(ObjectNames.PATH.decode(name)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a%2fb", "a%/", "%/a", "a%/b", ".", "..", "%41", "a\\b"})
    void aNameThatFlatCannotHaveMadeIsSomebodyElses(String name) {
        assertThat(ObjectNames.FLAT.decode(name)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a b", "!A", "!1", "a!", "%c3%a9", "é", "con", "a.", "%61", "a:b", "README"})
    void aNameThatFileCannotHaveMadeIsSomebodyElses(String name) {
        assertThat(ObjectNames.FILE.decode(name)).isNull();
    }

    @Test
    void aFlatNameIsCutIntoPartsOfAtMost200BytesNoneOfWhichIsAnotherNamesWhole() {
        String key = "a".repeat(450);
        String name = ObjectNames.FLAT.encode(key);

        assertThat(name).isEqualTo("a".repeat(199) + "%/" + "a".repeat(199) + "%/" + "a".repeat(52));
        assertThat(ObjectNames.FLAT.decode(name)).isEqualTo(key);
        assertThat(ObjectNames.FLAT.encode("a".repeat(200))).isEqualTo("a".repeat(200));
        assertThat(ObjectNames.FLAT.encode("a".repeat(201))).isEqualTo("a".repeat(199) + "%/aa");
        assertThat(ObjectNames.FLAT.encode("a".repeat(198) + "é".repeat(10)).split("/"))
                .allSatisfy(part -> assertThat(part.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(200));
    }

    @Test
    void theLongestKeyFitsTheServicesLimitWithTheLongestPrefix() {
        int most = 1024 - Namespace.MAXIMUM_PREFIX_BYTES;
        for (String key :
                new String[] {"a".repeat(768), "/".repeat(298), "%".repeat(298), "中".repeat(256), "é/".repeat(179)}) {
            assertThat(Keys.violation(key)).isNull();
            for (ObjectNames names : new ObjectNames[] {ObjectNames.PATH, ObjectNames.FLAT}) {
                assertThat(names.encode(key).getBytes(UTF_8)).hasSizeLessThanOrEqualTo(most);
            }
        }
    }
}
