package im.zk.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.spi.Keys;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule K2: where the line between legal and illegal keys is. */
abstract class LegalKeyContract extends Contract {

    @Test
    @Tag("K2")
    @DisplayName(
            "K2: keys of 768 bytes, and of 896 when escapes count three, are legal, less what the backend says it takes")
    void longestKeysAreLegal() throws Exception {
        Bulk.set(writer(), fitting(TrickyKeys.longest()));

        Bulk.assertHolds(storage(), fitting(TrickyKeys.longest()));
    }

    @Test
    @Tag("K2")
    @DisplayName("K2: one byte more is illegal")
    void longerKeysAreIllegal() throws Exception {
        assertIllegal(IllegalKeys.tooLong());
    }

    @Test
    @Tag("K2")
    @DisplayName("K2: characters beside the forbidden ones, format characters and unassigned ones are legal")
    void charactersBesideTheForbiddenOnesAreLegal() throws Exception {
        List<String> keys = new ArrayList<>();
        for (int plane = 0; plane <= 16; plane++) {
            keys.add("plane " + plane + Character.toString(plane * 0x10000 + 0xFFFD));
        }
        for (int codePoint : new int[] {
            0x20, 0x7E, 0xA0, 0xAD, 0x200B, 0x200E, 0x2028, 0x2029, 0x202E, 0x2060, 0xD7FF, 0xE000, 0xF8FF, 0xFDCF,
            0xFDF0, 0xFEFF, 0xFFF9, 0xFFFD, 0x10000, 0x1F600, 0xE0001, 0xF0000, 0x10FFFD, 0x378, 0x1FFFD
        }) {
            keys.add("code point " + Character.toString(codePoint));
        }
        Bulk.set(writer(), keys);

        Bulk.assertHolds(storage(), keys);
    }

    @Test
    @Tag("K2")
    @DisplayName("K2: C0, DEL and C1 control characters are illegal")
    void controlCharactersAreIllegal() throws Exception {
        assertIllegal(IllegalKeys.controls());
    }

    @Test
    @Tag("K2")
    @DisplayName("K2: halves of surrogate pairs and Unicode's noncharacters are illegal")
    void surrogatesAndNoncharactersAreIllegal() throws Exception {
        assertIllegal(IllegalKeys.surrogates());
        assertIllegal(IllegalKeys.noncharacters());
    }

    @Test
    @Tag("K2")
    @DisplayName("K2: the segments . and .. are illegal at every place, and so is the empty key")
    void directorySegmentsAreIllegal() throws Exception {
        assertIllegal(IllegalKeys.directories());
        assertIllegal(List.of(""));
    }

    @Test
    @Tag("K2")
    @DisplayName("K2: other segments of dots, empty segments, and every punctuation are legal")
    void dotsAndPunctuationAreLegal() throws Exception {
        List<String> keys = List.of(
                "...",
                ".../a",
                "a/...",
                "..a",
                ".a",
                "a..",
                "a.",
                "a/.b",
                "a/b./c",
                "..a/b",
                "a/..b/c",
                "....",
                "/",
                "//",
                "/a/",
                "a//b",
                ":",
                "a:b/c:d",
                "\\",
                "..\\a",
                "\\..",
                "%2E",
                "%2E%2E/a",
                "+?#'\"*<>|",
                "\u2024");
        Bulk.set(writer(), keys);

        Bulk.assertHolds(storage(), keys);
    }

    @Test
    @Tag("K2")
    @Needs(Capability.LIST)
    @DisplayName("K2: a text with which legal keys begin is a legal prefix, even where it is no key itself")
    void beginningsOfKeysAreLegalPrefixes() throws Exception {
        List<String> keys = List.of(".a", "..a", "a/.b", "a/..b", "/.c", "b");
        Bulk.set(writer(), keys);

        for (String prefix : List.of("", ".", "..", "a/.", "a/..", "/.", "a/", "/")) {
            List<String> expected =
                    keys.stream().filter(key -> key.startsWith(prefix)).toList();
            Bulk.assertSame("listKeys of prefix " + prefix, Bulk.pages(storage(), KeyQuery.prefix(prefix)), expected);
        }
    }

    private void assertIllegal(List<String> keys) throws Exception {
        for (String key : keys) {
            assertThat(Await.failure(storage().get(key)).kind())
                    .as("the kind with which get of %s fails", Keys.quote(key))
                    .isEqualTo(ErrorKind.INVALID_KEY);
        }
    }
}
