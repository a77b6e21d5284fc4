package im.zk.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that some file system or other folds, refuses, normalises or takes for a path. */
class FileNamesTest {

    private static final List<String> TRICKY = List.of(
            "a",
            "A",
            "aA",
            "Aa",
            "!a",
            "%41",
            "ß",
            "SS",
            "ss",
            "İ",
            "ı",
            "i",
            "I",
            "con",
            "CON",
            "con.txt",
            "aux.txt",
            "nul",
            "com1",
            "lpt9.x",
            "prn.",
            "a:b",
            "a:$DATA",
            "trailing.",
            "trailing ",
            " leading",
            "...",
            "a..",
            "..a",
            ".hidden",
            "~",
            "-",
            "é",
            "e\u0301",
            "\u212B",
            "\u00C5",
            "가",
            "\u1100\u1161",
            "😀",
            "👩‍👩‍👧",
            "%2F",
            "%",
            "%%",
            "a%",
            "a%/b",
            "a/b",
            "a//b",
            "/a",
            "a/",
            "/",
            "//",
            "\\",
            "a\\b",
            "..\\..\\x",
            "*",
            "?",
            "<>|\"'",
            "+",
            "a b",
            "a+b",
            "&;$(x)`y`",
            "000",
            "fff",
            "%tmp",
            "%tmp/x",
            "x.lock");

    private static final List<String> LONG = List.of(
            "x".repeat(768),
            "X".repeat(768),
            "漢".repeat(256),
            "😀".repeat(192),
            "x".repeat(199) + "/",
            "x".repeat(199),
            "x".repeat(200),
            "x".repeat(201),
            "x".repeat(199) + ".",
            "x".repeat(199) + "..y",
            "x".repeat(199) + "con",
            "x".repeat(199) + "con.txt",
            "x".repeat(398) + "..",
            "con." + "x".repeat(300),
            ".".repeat(3) + "/" + ".".repeat(600),
            "/".repeat(298),
            "%".repeat(298),
            "d/".repeat(200));

    /** What Linux, macOS and Windows all take for itself, in names that none of them reserves. */
    private static final String PORTABLE = "([a-z0-9._=+,@()-]|![a-z]|%[0-9A-F]{2})*%?";

    private static final String RESERVED = "(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?";

    @TempDir
    Path directory;

    @Test
    @DisplayName("K1, K2: every legal key comes back as it was given, beside all the others")
    void everyKeyIsItself() {
        List<String> keys = Stream.concat(TRICKY.stream(), LONG.stream()).toList();
        try (FileStorageBackend backend =
                FileStorageBackend.builder().directory(directory).build()) {
            keys.forEach(key -> backend.set(key, key.getBytes(UTF_8)).join());
            assertThat(backend.keys().join()).containsExactlyInAnyOrderElementsOf(keys);
            assertThat(keys).allSatisfy(key -> {
                assertThat(backend.get(key).join()).isEqualTo(key.getBytes(UTF_8));
                assertThat(backend.has(key).join()).isTrue();
            });
            for (String key : keys) {
                backend.delete(key).join();
                assertThat(backend.has(key).join()).isFalse();
            }
            assertThat(backend.keys().join()).isEmpty();
        }
    }

    @Test
    @DisplayName("K4: names are portable and differ in more than case")
    void namesArePortable() throws IOException {
        List<String> keys = Stream.concat(TRICKY.stream(), LONG.stream()).toList();
        try (FileStorageBackend backend =
                FileStorageBackend.builder().directory(directory).build()) {
            keys.forEach(key -> backend.set(key, new byte[0]).join());
        }
        List<String> paths = StoredFiles.all(directory);
        Set<String> folded = new HashSet<>();
        assertThat(paths).hasSizeGreaterThan(keys.size()).allSatisfy(path -> {
            assertThat(folded.add(path.toLowerCase(Locale.ROOT))).isTrue();
            assertThat(path.split("/"))
                    .allSatisfy(part -> assertThat(part)
                            .satisfiesAnyOf(
                                    name -> assertThat(name).matches(PORTABLE),
                                    name -> assertThat(name).isEqualTo("%tmp"))
                            .doesNotMatch(RESERVED)
                            .doesNotEndWith(".")
                            .hasSizeLessThanOrEqualTo(255));
        });
    }

    @Test
    @DisplayName("K4: directories of long names go with their last key, others' keys stay")
    void emptyDirectoriesGo() throws IOException {
        String first = "x".repeat(500);
        try (FileStorageBackend backend =
                FileStorageBackend.builder().directory(directory).build()) {
            backend.set(first, new byte[0]).join();
            Path file = StoredFiles.of(directory, first);
            assertThat(directory.relativize(file).getNameCount()).isEqualTo(4);
            backend.delete(first).join();
            assertThat(StoredFiles.all(directory))
                    .noneSatisfy(path -> assertThat(path).contains("xxx"));
            backend.set(first, new byte[0]).join();
            backend.clear().join();
            assertThat(StoredFiles.all(directory))
                    .noneSatisfy(path -> assertThat(path).contains("xxx"));
        }
    }
}
