package im.zk.storage.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the documentation shows is what compiles, and what it points to is there. */
class DocumentationTest {

    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent(), "the folder of the whole project");
    private static final Pattern JAVA_BLOCK =
            Pattern.compile("(?:<!-- snippet: (\\S+) (\\S+) -->\n)?```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");

    @TestFactory
    Stream<DynamicTest> everyJavaBlockIsASnippetOfAFile() throws IOException {
        return pages().stream()
                .flatMap(page -> matches(JAVA_BLOCK, page)
                        .map(block -> DynamicTest.dynamicTest(
                                ROOT.relativize(page) + ": " + block.group(1) + " " + block.group(2), () -> {
                                    assertThat(block.group(1))
                                            .as("the file of\n" + block.group(3))
                                            .isNotNull();
                                    assertThat(block.group(3))
                                            .isEqualTo(snippet(ROOT.resolve(block.group(1)), block.group(2)));
                                })));
    }

    @TestFactory
    Stream<DynamicTest> everyLinkLeadsSomewhere() throws IOException {
        return pages().stream()
                .flatMap(page -> matches(LINK, page)
                        .map(link -> link.group(1))
                        .distinct()
                        .map(link -> DynamicTest.dynamicTest(
                                ROOT.relativize(page) + ": " + link, () -> assertLeadsSomewhere(page, link))));
    }

    /** What is outside is not asked for, only looked at; within the project both the file and the heading are there. */
    private static void assertLeadsSomewhere(Path page, String link) throws IOException {
        if (link.contains(":")) {
            assertThat(URI.create(link)).hasScheme("https").hasNoUserInfo();
            assertThat(URI.create(link).getHost()).contains(".");
            return;
        }
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        assertThat(target).exists();
        if (parts.length == 2) {
            assertThat(anchors(target)).contains(parts[1]);
        }
    }

    /** What the headings of a page are called in a link: in small letters, without punctuation, hyphens for spaces. */
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(CODE_BLOCK.matcher(Files.readString(page)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs =
                        Files.exists(ROOT.resolve("docs")) ? Files.walk(ROOT.resolve("docs")) : Stream.of()) {
            return Stream.concat(top, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<MatchResult> matches(Pattern pattern, Path page) {
        try {
            Matcher matcher = pattern.matcher(Files.readString(page));
            return matcher.results();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The lines between two comments, with the indentation of the first taken off; "all" is the whole file. */
    private static String snippet(Path file, String name) throws IOException {
        String source = Files.readString(file);
        if (name.equals("all")) {
            return source;
        }
        Matcher region = Pattern.compile(
                        "( *)// snippet: " + Pattern.quote(name) + "\n(.*?)\\1// end\n", Pattern.DOTALL)
                .matcher(source);
        assertThat(region.find()).as("%s has a snippet '%s'", file, name).isTrue();
        return region.group(2).replaceAll("(?m)^" + region.group(1), "");
    }
}
